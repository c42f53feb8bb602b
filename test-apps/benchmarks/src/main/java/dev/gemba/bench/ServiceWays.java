package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All ways of running a server that are compared. */
final class ServiceWays {

  static final String NONE = "none";

  private ServiceWays() {}

  static List<StartWay> of(Application application) {
    List<StartWay> ways = new ArrayList<>(asTheyCome(application));
    if (application.isSeenByPacks()) {
      ways.addAll(requestsAlone(application));
    }
    return ways;
  }

  private static List<StartWay> asTheyCome(Application application) {
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

  /** The spans that both agents make by themselves, and as few of them kept. */
  private static List<StartWay> requestsAlone(Application application) {
    return List.of(
        StartWay.web(
            "gemba-packs-1%",
            "Gemba, packs alone, 1 % of traces written to files",
            (place, directory) -> packsAlone(application, place, directory)),
        StartWay.web(
            "otel-1%",
            "OpenTelemetry, 1 % of traces, no exporter",
            (place, directory) ->
                OpenTelemetry.silent(place)
                    .with(
                        "-Dotel.traces.exporter=none",
                        "-Dotel.traces.sampler=parentbased_traceidratio",
                        "-Dotel.traces.sampler.arg=0.01")));
  }

  private static Launch packsAlone(Application application, Place place, Path directory)
      throws IOException {
    String yaml =
        """
        service: %s
        sampling: { keep: 1%%, slow: off, errors: off }
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(application.name(), output(directory));
    return gemba(place, directory, yaml);
  }

  private static Launch gemba(Place place, Path directory, String yaml) throws IOException {
    Path config = Files.writeString(directory.resolve("gemba.yaml"), yaml);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
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
    return gemba(place, directory, yaml);
  }

  /** Where Gemba's file exporter writes. */
  static Path output(Path directory) {
    return directory.resolve("gemba");
  }
}
