package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.pipeline.Pipeline;
import dev.gemba.agent.pipeline.SpanAccount;
import dev.gemba.agent.record.DropCounters;
import dev.gemba.api.export.Snapshot;
import dev.gemba.exporter.otlp.Receiver.Refusal;
import dev.gemba.faults.Fault;
import dev.gemba.faults.FaultyProxy;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exporter in the agent's pipeline, behind a network that fails: every span arrives or is
 * counted, once the server can be reached again.
 */
@Timeout(60)
class ThroughFaultsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path directory;

  private final DropCounters drops = new DropCounters();
  private final List<String> messages = new CopyOnWriteArrayList<>();

  static Stream<Arguments> protocolsAndFaults() {
    return Stream.of("grpc", "http/protobuf")
        .flatMap(
            protocol ->
                Arrays.stream(Fault.values())
                    .filter(fault -> fault != Fault.NONE)
                    .map(fault -> Arguments.of(protocol, fault)));
  }

  @ParameterizedTest
  @MethodSource("protocolsAndFaults")
  void recoversFromAFaultWithoutALoss(String protocol, Fault fault) throws Exception {
    try (Receiver server = Receiver.start(protocol);
        FaultyProxy proxy = proxy(server)) {
      Pipeline pipeline = export(protocol, proxy, Map.of());
      pipeline.accept(spans(1, 3));
      await(() -> account(pipeline).sent() == 3);
      proxy.inject(fault);
      pipeline.accept(spans(2, 4));
      await(() -> state(pipeline).equals("failing"));
      pipeline.accept(spans(3, 5));
      assertThat(account(pipeline).addsUp()).isTrue();
      assertThat(account(pipeline).waiting()).isEqualTo(9);
      proxy.inject(Fault.NONE);

      await(() -> account(pipeline).sent() == 12);
      assertThat(ids(server)).hasSize(12);
      assertThat(account(pipeline).addsUp()).isTrue();
      assertThat(drops.totals()).isEmpty();
      pipeline.close(LONG);
    }
  }

  @ParameterizedTest
  @MethodSource("protocolsAndFaults")
  void endsSoonDuringAFaultAndKeepsEverythingOnDisk(String protocol, Fault fault) throws Exception {
    Map<String, String> spool = Map.of("spool.directory", directory.toString(), "timeout", "10s");
    try (Receiver server = Receiver.start(protocol);
        FaultyProxy proxy = proxy(server)) {
      proxy.inject(fault);
      Pipeline first = export(protocol, proxy, spool);
      first.accept(spans(1, 3));
      int connections = fault == Fault.REFUSE ? 0 : 1;
      await(() -> proxy.connections() >= connections && !state(first).equals("opening"));
      first.accept(spans(2, 4));
      long start = System.nanoTime();
      first.close(Duration.ofMillis(1_800));
      assertThat(System.nanoTime() - start).isLessThan(2_500_000_000L);
      SpanAccount atEnd = account(first);
      assertThat(atEnd.addsUp()).as(atEnd.toString()).isTrue();
      assertThat(atEnd.spooled()).isEqualTo(7);
      proxy.inject(Fault.NONE);

      Pipeline second = export(protocol, proxy, spool);
      await(() -> account(second).sent() == 7);
      assertThat(ids(server)).hasSize(7);
      assertThat(drops.totals()).isEmpty();
      second.close(LONG);
    }
  }

  @Test
  void doesNotTryAgainWhatTheServerRefuses() throws Exception {
    try (Receiver server = Receiver.start("http/protobuf");
        FaultyProxy proxy = proxy(server)) {
      server.refusals.add(Refusal.INVALID);
      Pipeline pipeline = export("http/protobuf", proxy, Map.of());
      pipeline.accept(Samples.at(1, List.of(), span(1)));
      await(() -> account(pipeline).lost() == 1);
      pipeline.accept(Samples.at(2, List.of(), span(2)));
      await(() -> account(pipeline).sent() == 1);

      assertThat(ids(server)).containsExactly("0000000000000002");
      assertThat(drops.totals()).isEqualTo(Map.of("exporter:otlp", 1L));
      pipeline.close(LONG);
    }
  }

  private Pipeline export(String protocol, FaultyProxy proxy, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("endpoint", "http://localhost:" + proxy.port());
    options.put("protocol", protocol);
    options.put("timeout", "400ms");
    options.putAll(more);
    Pipeline pipeline = new Pipeline(drops, messages::add);
    pipeline.exportTo(Map.of(new OtlpExporterProvider(Map.of()), options));
    return pipeline;
  }

  private static FaultyProxy proxy(Receiver server) throws Exception {
    return FaultyProxy.before(URI.create(server.endpoint()).getPort());
  }

  private static Snapshot spans(int second, int count) {
    return Samples.at(
        second,
        List.of(Samples.counter((long) second)),
        IntStream.range(0, count)
            .mapToObj(i -> span(second * 100 + i))
            .toArray(dev.gemba.api.export.Span[]::new));
  }

  private static dev.gemba.api.export.Span span(int number) {
    return Samples.span("%016x".formatted(number), "", null);
  }

  private static List<String> ids(Receiver server) {
    return server.spans().stream()
        .map(Span::getSpanId)
        .map(id -> HexFormat.of().formatHex(id.toByteArray()))
        .distinct()
        .toList();
  }

  private static SpanAccount account(Pipeline pipeline) {
    return pipeline.states().get(0).spans();
  }

  private static String state(Pipeline pipeline) {
    return pipeline.states().get(0).state();
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("in time: %s", messages).isNegative();
      Thread.sleep(5);
    }
  }
}
