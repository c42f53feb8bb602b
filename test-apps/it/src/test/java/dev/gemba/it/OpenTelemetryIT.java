package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.gemba.api.Gemba;
import dev.gemba.it.mix.Mix;
import dev.gemba.it.mix.MixWithSdk;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Spans of OpenTelemetry and of Gemba in one process are one tree. */
class OpenTelemetryIT {

  private static final int ORDERS = 200;
  private static final String TREE = "Mix.order(Mix.ship, pack(Mix.fetch(label)))";

  /** Spans of OpenTelemetry that Gemba's lie in are not kept, and so no parents. */
  private static final String WITHOUT = "Mix.order(Mix.fetch, Mix.ship)";

  private static final List<Class<?>> SDK =
      List.of(
          Gemba.class,
          OpenTelemetry.class,
          Context.class,
          OpenTelemetrySdk.class,
          SdkTracerProvider.class,
          CompletableResultCode.class,
          ComponentLoader.class,
          io.opentelemetry.sdk.metrics.SdkMeterProvider.class,
          io.opentelemetry.sdk.logs.SdkLoggerProvider.class);

  /** With the scopes that spans come from, and their kinds: of a request both tell, once each. */
  private static final String BESIDE_AGENT =
      "dev.gemba:Mix.order/1(dev.gemba:Mix.ship/1(dev.gemba:GET/3("
          + "io.opentelemetry.java-http-client:GET/3("
          + "dev.gemba:GET/2, io.opentelemetry.java-http-server:GET/2(mix:unload/1)))), "
          + "mix:pack/1(dev.gemba:Mix.fetch/1(mix:label/1)))";

  /** What the program does until executors carry traces on. */
  private static final String REHEARSAL = "Mix.rehearse";

  /** Gemba itself would keep none of them, and does not know until the end. */
  private static final String HELD = "keep: 0%, slow: 1h, errors: all";

  @TempDir private Path directory;

  private record Told(String trace, String id, String parent, String name) {}

  @OnEveryJdk
  void areOneTreeIfBothKeepAll(Jdk jdk) throws Exception {
    Map<String, String> trees = trees(run(jdk, "keep: 100%", "1.0"));

    assertThat(counted(trees)).containsExactly(Map.entry(TREE, (long) ORDERS));
  }

  @OnEveryJdk
  void areKeptWhereOpenTelemetryDecidesForItself(Jdk jdk) throws Exception {
    Map<String, String> trees = trees(run(jdk, HELD, "0.5"));

    Map<String, Long> counted = counted(trees);
    assertThat(counted.keySet()).containsExactly(TREE);
    assertThat(counted.get(TREE)).isBetween(ORDERS / 4L, ORDERS * 3 / 4L);
  }

  @OnEveryJdk
  void areGembasAloneWhereOpenTelemetryKeepsNone(Jdk jdk) throws Exception {
    Map<String, String> trees = trees(run(jdk, "keep: 100%", "0.0"));

    assertThat(counted(trees).keySet()).isSubsetOf(TREE, WITHOUT);
    assertThat(trees).hasSize(ORDERS);
  }

  /** OpenTelemetry's agent keeps everything, so Gemba does, of itself keeping nothing. */
  @OnEveryJdk
  void areOneTreeBesideItsAgent(Jdk jdk) throws Exception {
    List<Told> told;
    Path output = directory.resolve("gemba");
    try (TraceServer server = new TraceServer()) {
      String collector = "http://127.0.0.1:" + server.port();
      String config =
          config("[executors, opentelemetry, http-client, http-server]", HELD)
              + ConfigText.file(output)
              + "  otlp: { protocol: http/protobuf, endpoint: "
              + ConfigText.quoted(collector)
              + " }\n";
      List<Class<?>> libraries =
          List.of(Gemba.class, OpenTelemetry.class, Context.class, ComponentLoader.class);
      ForkedJvm.program(jdk, Mix.class, libraries, String.valueOf(ORDERS), "http")
          .agent(Jars.thirdParty("opentelemetry-javaagent.jar"), "")
          .options(
              "-Dotel.metrics.exporter=none",
              "-Dotel.logs.exporter=none",
              "-Dotel.traces.exporter=otlp",
              "-Dotel.exporter.otlp.protocol=http/protobuf",
              "-Dotel.exporter.otlp.endpoint=" + collector)
          .gemba(directory, config)
          .run()
          .exitedWith(0);
      told = told(server.requests());
    }
    assertThat(ExportedMetrics.in(output).assertNoGembaErrors().dropped("capture-failure"))
        .isZero();

    assertThat(counted(trees(told))).containsExactly(Map.entry(BESIDE_AGENT, (long) ORDERS));
  }

  private static List<Told> told(List<ExportTraceServiceRequest> requests) {
    List<Told> told = new ArrayList<>();
    for (ExportTraceServiceRequest request : requests) {
      for (ResourceSpans resource : request.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          scope.getSpansList().forEach(span -> told.add(told(scope.getScope().getName(), span)));
        }
      }
    }
    return told;
  }

  private static Told told(String scope, Span span) {
    return new Told(
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        scope + ":" + span.getName().replaceAll("GET .*", "GET") + "/" + span.getKindValue());
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static String config(String packs, String sampling) {
    return "service: it\noverhead: off\npacks: "
        + packs
        + "\nsampling: { "
        + sampling
        + " }\ntargets:\n"
        + "  - methods: [dev.gemba.it.mix.Mix.order(..), dev.gemba.it.mix.Mix.fetch(..),"
        + " dev.gemba.it.mix.Mix.ship(..), dev.gemba.it.mix.Mix.rehearse(..)]\n    capture: span\nexporters:\n";
  }

  private List<Told> run(Jdk jdk, String sampling, String ratio) throws Exception {
    Path output = directory.resolve("gemba");
    String config = config("[executors, opentelemetry]", sampling) + ConfigText.file(output);
    List<Class<?>> libraries = new ArrayList<>(SDK);
    libraries.add(Mix.class);
    Ended ended =
        ForkedJvm.program(jdk, MixWithSdk.class, libraries, ratio, String.valueOf(ORDERS))
            .options("-Xverify:all")
            .gemba(directory, config)
            .run()
            .exitedWith(0);
    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(exported.dropped("capture-failure")).as("%s", ended).isZero();
    List<Told> told = new ArrayList<>();
    for (JsonNode span : exported.spans()) {
      told.add(
          new Told(
              span.path("traceId").asText(),
              span.path("spanId").asText(),
              span.path("parentSpanId").asText(),
              span.path("name").asText()));
    }
    for (String line : ended.stdout().split("\n")) {
      if (line.startsWith("span ")) {
        String[] words = line.split(" ");
        told.add(new Told(words[1], words[2], words[3], words[4]));
      }
    }
    return told;
  }

  private static Map<String, Long> counted(Map<String, String> trees) {
    return new TreeMap<>(
        trees.values().stream()
            .collect(Collectors.groupingBy(tree -> tree, Collectors.counting())));
  }

  /**
   * What was told of each trace: the names of spans, with those in parentheses that lie in them.
   */
  private static Map<String, String> trees(List<Told> told) {
    Map<String, List<Told>> traces =
        told.stream()
            .collect(Collectors.groupingBy(Told::trace, HashMap::new, Collectors.toList()));
    Map<String, String> trees = new HashMap<>();
    traces.forEach((trace, spans) -> trees.put(trace, tree(spans)));
    trees.values().removeIf(tree -> tree.contains(REHEARSAL));
    return trees;
  }

  private static String tree(List<Told> spans) {
    TreeSet<String> roots = new TreeSet<>();
    for (Told span : spans) {
      if (spans.stream().noneMatch(other -> other.id().equals(span.parent()))) {
        boolean root = span.parent().isEmpty() || span.parent().matches("0*");
        roots.add((root ? "" : "lost: ") + tree(span, spans));
      }
    }
    return String.join(" and ", roots);
  }

  private static String tree(Told span, List<Told> spans) {
    String within =
        spans.stream()
            .filter(other -> other.parent().equals(span.id()))
            .map(other -> tree(other, spans))
            .sorted()
            .collect(Collectors.joining(", "));
    return within.isEmpty() ? span.name() : span.name() + "(" + within + ")";
  }
}
