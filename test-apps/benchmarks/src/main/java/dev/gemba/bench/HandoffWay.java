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
 * @param percent of traces that are kept
 */
record HandoffWay(String name, String title, Agent agent, boolean carriesOn, int percent) {

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

  static final int ALL_TRACES = 100;

  static final HandoffWay NONE = new HandoffWay("none", "no agent", Agent.NONE, false, ALL_TRACES);
  static final HandoffWay GEMBA = new HandoffWay("gemba", "Gemba", Agent.GEMBA, true, ALL_TRACES);
  static final List<HandoffWay> ALL =
      List.of(
          NONE,
          GEMBA,
          new HandoffWay("gemba-1%", "Gemba, 1 % of traces kept", Agent.GEMBA, true, 1),
          new HandoffWay("gemba-off", "Gemba, packs: []", Agent.GEMBA, false, ALL_TRACES),
          new HandoffWay("otel", "OpenTelemetry", Agent.OPENTELEMETRY, true, ALL_TRACES),
          new HandoffWay("otel-1%", "OpenTelemetry, 1 % of traces", Agent.OPENTELEMETRY, true, 1),
          new HandoffWay(
              "otel-off", "OpenTelemetry, without that", Agent.OPENTELEMETRY, false, ALL_TRACES));

  private static final String TYPE = "dev.gemba.bench.workload.Handing";
  private static final String OUTPUT = "gemba";

  /** A line of OpenTelemetry's logging exporter: name, trace and span. */
  private static final Pattern LOGGED = Pattern.compile("'([^']+)' : ([0-9a-f]{32}) ");

  /** With what is kept sent nowhere. */
  Launch launch(Place place, Path directory, HandoffKind kind) throws IOException {
    return switch (agent) {
      case NONE -> Launch.PLAIN;
      case GEMBA -> gemba(place, directory, kind, "over", "  {}");
      case OPENTELEMETRY -> openTelemetry(place, kind, "over").with("-Dotel.traces.exporter=none");
    };
  }

  /** With spans of the tasks as well, where they can be counted. */
  Launch counting(Place place, Path directory, HandoffKind kind) throws IOException {
    return switch (agent) {
      case NONE -> Launch.PLAIN;
      case GEMBA ->
          gemba(
              place,
              directory,
              kind,
              // A statement is seen without, and there is no room for both.
              kind == HandoffKind.STATEMENT ? "over" : "*",
              "  file: { directory: \"%s\", interval: 1s }".formatted(directory.resolve(OUTPUT)));
      case OPENTELEMETRY ->
          openTelemetry(place, kind, "over,task")
              .with(
                  "-Dotel.traces.exporter=logging",
                  "-Dotel.javaagent.logging=simple",
                  "-Dio.opentelemetry.javaagent.slf4j.simpleLogger.logFile=System.out");
    };
  }

  private Launch gemba(
      Place place, Path directory, HandoffKind kind, String methods, String exporters)
      throws IOException {
    String yaml =
        """
        service: benchmark
        overhead: off
        packs: %s
        sampling: { keep: %d%% }
        targets:
          - methods: "%s.%s(..)"
            capture: span
        exporters:
        %s
        """
            .formatted(
                carriesOn ? "[" + kind.library + "]" : "[]", percent, TYPE, methods, exporters);
    Path config = Files.writeString(directory.resolve("gemba.yaml"), yaml);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
  }

  private Launch openTelemetry(Place place, HandoffKind kind, String methods) {
    Launch launch =
        OpenTelemetry.silent(place)
            .with("-Dotel.instrumentation.methods.include=" + TYPE + "[" + methods + "]");
    if (percent != ALL_TRACES) {
      launch =
          launch.with(
              "-Dotel.traces.sampler=parentbased_traceidratio",
              "-Dotel.traces.sampler.arg=" + percent / 100.0);
    }
    String switchOff = "-Dotel.instrumentation." + kind.library + ".enabled=false";
    return carriesOn ? launch : launch.with(switchOff);
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
