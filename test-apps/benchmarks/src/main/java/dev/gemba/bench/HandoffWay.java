package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An agent that carries traces from thread to thread, or the same without.
 *
 * @param name for {@code --only} and programs
 * @param title for people
 * @param agent whose it is
 * @param carriesOn whether it does
 */
record HandoffWay(String name, String title, Agent agent, boolean carriesOn) {

  /** Whose agent. */
  private enum Agent {
    NONE,
    GEMBA,
    OPENTELEMETRY
  }

  /**
   * A span that was exported.
   *
   * @param operation its name
   * @param trace its trace id
   */
  record Seen(String operation, String trace) {}

  /** The span in which tasks are handed over. */
  static final String OVER = "Handing.over";

  /** That of a task, where it is to be seen. */
  static final String TASK = "Handing.task";

  static final HandoffWay NONE = new HandoffWay("none", "no agent", Agent.NONE, false);
  static final HandoffWay GEMBA = new HandoffWay("gemba", "Gemba", Agent.GEMBA, true);
  static final List<HandoffWay> ALL =
      List.of(
          NONE,
          GEMBA,
          new HandoffWay("gemba-off", "Gemba, packs: []", Agent.GEMBA, false),
          new HandoffWay("otel", "OpenTelemetry", Agent.OPENTELEMETRY, true),
          new HandoffWay("otel-off", "OpenTelemetry, executors off", Agent.OPENTELEMETRY, false));

  private static final String TYPE = "dev.gemba.bench.workload.Handing";
  private static final String OUTPUT = "gemba";

  /** A line of OpenTelemetry's logging exporter: name, trace and span. */
  private static final Pattern LOGGED = Pattern.compile("'([\\w.]+)' : ([0-9a-f]{32}) ");

  /** With every trace kept, and sent nowhere. */
  Launch launch(Place place, Path directory) throws IOException {
    return switch (agent) {
      case NONE -> Launch.PLAIN;
      case GEMBA -> gemba(place, directory, "over", "  {}");
      case OPENTELEMETRY -> openTelemetry(place, "over").with("-Dotel.traces.exporter=none");
    };
  }

  /** With spans of the tasks as well, where they can be counted. */
  Launch counting(Place place, Path directory) throws IOException {
    return switch (agent) {
      case NONE -> Launch.PLAIN;
      case GEMBA ->
          gemba(
              place,
              directory,
              "*",
              "  file: { directory: \"%s\", interval: 1s }".formatted(directory.resolve(OUTPUT)));
      case OPENTELEMETRY ->
          openTelemetry(place, "over,task")
              .with(
                  "-Dotel.traces.exporter=logging",
                  "-Dotel.javaagent.logging=simple",
                  "-Dio.opentelemetry.javaagent.slf4j.simpleLogger.logFile=System.out");
    };
  }

  private Launch gemba(Place place, Path directory, String methods, String exporters)
      throws IOException {
    String yaml =
        """
        service: benchmark
        overhead: off
        packs: %s
        sampling: { keep: 100%% }
        targets:
          - methods: "%s.%s(..)"
            capture: span
        exporters:
        %s
        """
            .formatted(carriesOn ? "[executors]" : "[]", TYPE, methods, exporters);
    Path config = Files.writeString(directory.resolve("gemba.yaml"), yaml);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
  }

  private Launch openTelemetry(Place place, String methods) {
    Launch launch =
        OpenTelemetry.silent(place)
            .with("-Dotel.instrumentation.methods.include=" + TYPE + "[" + methods + "]");
    return carriesOn ? launch : launch.with("-Dotel.instrumentation.executors.enabled=false");
  }

  /** What a JVM of {@link #counting} has exported. */
  List<Seen> spans(Path directory, ForkedJvm.Ended ended) throws IOException {
    List<Seen> spans = new ArrayList<>();
    if (agent == Agent.GEMBA) {
      GembaOutput.forEachSpan(
          directory.resolve(OUTPUT),
          span -> spans.add(new Seen(span.path("name").asText(), span.path("traceId").asText())));
    } else {
      Matcher logged = LOGGED.matcher(ended.output());
      while (logged.find()) {
        spans.add(new Seen(logged.group(1), logged.group(2)));
      }
    }
    return spans;
  }
}
