package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.faults.Fault;
import dev.gemba.faults.FaultyProxy;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A collector that is away for longer than the application lives costs no span. */
@Timeout(120)
class OutageIT {

  private static final int BEFORE = 500;
  private static final int AFTER = 300;
  private static final String TARGET = "dev.gemba.zoo.Ending.work(..)";
  private static final Duration START = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void losesNoSpanByAnOutageAndAKill() throws Exception {
    Jdk jdk = Jdks.found().get(0);
    try (TraceServer server = new TraceServer();
        FaultyProxy proxy = FaultyProxy.before(server.port())) {
      proxy.inject(Fault.REFUSE);
      List<String> inFiles = new ArrayList<>();
      try (RunningJvm jvm = start(jdk, BEFORE, "before", proxy.port())) {
        await(jvm, otlp -> otlp.at("/spans/spooled").asInt() == BEFORE);
        assertThat(account(jvm, "file").path("sent").asInt()).isEqualTo(BEFORE);
      } // by force, in the midst of the outage
      inFiles.addAll(spansIn("before"));
      proxy.inject(Fault.NONE);
      try (RunningJvm jvm = start(jdk, AFTER, "after", proxy.port())) {
        JsonNode spans = await(jvm, otlp -> otlp.at("/spans/sent").asInt() == BEFORE + AFTER);
        assertThat(spans.path("recorded").asInt()).isEqualTo(BEFORE + AFTER);
        assertThat(spans.path("dropped")).isEmpty();
        jvm.terminate().end(START);
      }
      inFiles.addAll(spansIn("after"));

      assertThat(ids(server)).containsAll(inFiles).hasSize(BEFORE + AFTER);
      assertThat(processes(server)).as("each span is of its own process").hasSize(2);
    }
  }

  private RunningJvm start(Jdk jdk, int calls, String output, int port) throws Exception {
    RunningJvm jvm =
        ForkedJvm.zooMain(jdk, "Ending", "" + calls, "hold")
            .gemba(
                directory,
                "sampling: { keep: 100% }\n"
                    + ConfigText.measuring(directory.resolve(output), "span", TARGET)
                    + "  otlp:\n"
                    + "    endpoint: \"http://127.0.0.1:"
                    + port
                    + "\"\n"
                    + "    protocol: http/protobuf\n"
                    + "    spool: { directory: "
                    + ConfigText.quoted(directory.resolve("spool").toString())
                    + ", size: 16mb }\n")
            .start();
    return jvm.awaitOutput("sum", START);
  }

  private List<String> spansIn(String output) throws IOException {
    List<String> ids =
        ExportedMetrics.in(directory.resolve(output)).assertNoGembaErrors().spans().stream()
            .map(span -> span.path("spanId").asText())
            .toList();
    assertThat(ids).isNotEmpty();
    return ids;
  }

  /** Asks for the exporter's state until it is as wished; its account then, which adds up. */
  private static JsonNode await(RunningJvm jvm, Predicate<JsonNode> wished) throws Exception {
    long until = System.nanoTime() + START.toNanos();
    while (true) {
      JsonNode exporter = exporter(jvm, "otlp");
      JsonNode spans = exporter.path("spans");
      long sum = spans.path("sent").asLong() + spans.path("spooled").asLong();
      sum += spans.path("waiting").asLong();
      for (JsonNode dropped : spans.path("dropped")) {
        sum += dropped.asLong();
      }
      assertThat(sum).as(exporter.toString()).isEqualTo(spans.path("recorded").asLong());
      if (wished.test(exporter)) {
        return spans;
      }
      assertThat(System.nanoTime() - until).as("in time: %s %s", exporter, jvm).isNegative();
      Thread.sleep(50);
    }
  }

  private static JsonNode account(RunningJvm jvm, String name) throws IOException {
    return exporter(jvm, name).path("spans");
  }

  private static JsonNode exporter(RunningJvm jvm, String name) throws IOException {
    for (JsonNode exporter : AgentSocket.ask(jvm.pid(), "status").path("exporters")) {
      if (exporter.path("name").asText().equals(name)) {
        return exporter;
      }
    }
    throw new AssertionError("no exporter " + name + " in " + jvm);
  }

  private static List<String> ids(TraceServer server) {
    return resources(server).stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(Span::getSpanId)
        .map(id -> HexFormat.of().formatHex(id.toByteArray()))
        .distinct()
        .toList();
  }

  private static List<Long> processes(TraceServer server) {
    return resources(server).stream()
        .flatMap(resource -> resource.getResource().getAttributesList().stream())
        .filter(attribute -> attribute.getKey().equals("process.pid"))
        .map(KeyValue::getValue)
        .map(value -> value.getIntValue())
        .distinct()
        .toList();
  }

  private static List<ResourceSpans> resources(TraceServer server) {
    return server.requests().stream()
        .map(ExportTraceServiceRequest::getResourceSpansList)
        .flatMap(List::stream)
        .toList();
  }
}
