package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All ways of running the kanban server that are compared. */
final class ServiceWays {

  static final String NONE = "none";

  private ServiceWays() {}

  static List<StartWay> all() {
    return List.of(
        StartWay.web(NONE, "no agent", (place, directory) -> Launch.PLAIN),
        StartWay.web("gemba", "Gemba with the server's own gemba.yaml", ServiceWays::asItComes),
        StartWay.web(
            "gemba-all",
            "Gemba, every method a span, all traces kept, no budget",
            (place, directory) -> everything(place, directory, "off")),
        StartWay.web(
            "gemba-all-5%",
            "the same, overhead: 5%", (place, directory) -> everything(place, directory, "5%")),
        StartWay.web(
            "otel",
            "OpenTelemetry as it comes, no exporter",
            (place, directory) -> OpenTelemetry.silent(place).with("-Dotel.traces.exporter=none")));
  }

  private static Launch asItComes(Place place, Path directory) throws IOException {
    return Launch.of(
        "-javaagent:" + place.gemba() + "=" + place.kanbanConfig(),
        "-Dgemba.exporters.file.directory=" + output(directory),
        "-Dgemba.exporters.prometheus.port=" + WebClient.freePort());
  }

  private static Launch everything(Place place, Path directory, String overhead)
      throws IOException {
    String yaml =
        """
        service: kanban
        overhead: %s
        sampling: { keep: 100%% }
        targets:
          - methods: dev.gemba.kanban..*.*(..)
            capture: span
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(overhead, output(directory));
    Path config = Files.writeString(directory.resolve("gemba.yaml"), yaml);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
  }

  /** Where Gemba's file exporter writes. */
  static Path output(Path directory) {
    return directory.resolve("gemba");
  }
}
