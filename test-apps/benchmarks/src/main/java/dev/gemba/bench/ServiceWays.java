package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** All ways of running a server that are compared. */
final class ServiceWays {

  static final String NONE = "none";

  private ServiceWays() {}

  static List<StartWay> of(Application application) {
    return List.of(
        StartWay.web(NONE, "no agent", (place, directory) -> Launch.PLAIN),
        StartWay.web(
            "gemba",
            "Gemba as it comes",
            (place, directory) -> application.gembaByDefault(directory)),
        StartWay.web(
            "gemba-all",
            "Gemba, every method a span, all traces kept, no budget",
            (place, directory) -> everything(application, place, directory, "off")),
        StartWay.web(
            "gemba-all-5%",
            "the same, overhead: 5%",
            (place, directory) -> everything(application, place, directory, "5%")),
        StartWay.web(
            "otel",
            "OpenTelemetry as it comes, no exporter",
            (place, directory) -> OpenTelemetry.silent(place).with("-Dotel.traces.exporter=none")));
  }

  private static Launch everything(
      Application application, Place place, Path directory, String overhead) throws IOException {
    String yaml =
        """
        service: %s
        overhead: %s
        sampling: { keep: 100%% }
        targets:
        %s
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(
                application.name(),
                overhead,
                application.everything().stream()
                    .map(pattern -> "  - { methods: \"" + pattern + "\", capture: span }")
                    .collect(Collectors.joining("\n")),
                output(directory));
    Path config = Files.writeString(directory.resolve("gemba.yaml"), yaml);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
  }

  /** Where Gemba's file exporter writes. */
  static Path output(Path directory) {
    return directory.resolve("gemba");
  }
}
