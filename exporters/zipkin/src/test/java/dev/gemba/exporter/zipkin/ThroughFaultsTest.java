package dev.gemba.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.pipeline.Pipeline;
import dev.gemba.agent.pipeline.SpanAccount;
import dev.gemba.agent.record.DropCounters;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import dev.gemba.exporter.zipkin.Receiver.Refusal;
import dev.gemba.faults.Fault;
import dev.gemba.faults.FaultyProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

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

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void recoversFromAFaultWithoutALoss(Fault fault) throws Exception {
    try (Receiver server = Receiver.start();
        FaultyProxy proxy = proxy(server)) {
      proxy.inject(fault);
      Pipeline pipeline = export(proxy, Map.of());
      pipeline.accept(spans(1, 3));
      await(() -> state(pipeline).equals("failing"));
      pipeline.accept(spans(2, 4));
      assertThat(account(pipeline).waiting()).isEqualTo(7);
      proxy.inject(Fault.NONE);

      await(() -> account(pipeline).sent() == 7);
      assertThat(ids(server)).hasSize(7);
      assertThat(account(pipeline).addsUp()).isTrue();
      assertThat(drops.totals()).isEmpty();
      pipeline.close(LONG);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void endsSoonDuringAFaultAndKeepsEverythingOnDisk(Fault fault) throws Exception {
    Map<String, String> spool = Map.of("spool.directory", directory.toString(), "timeout", "10s");
    try (Receiver server = Receiver.start();
        FaultyProxy proxy = proxy(server)) {
      proxy.inject(fault);
      Pipeline first = export(proxy, spool);
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

      Pipeline second = export(proxy, spool);
      await(() -> account(second).sent() == 7);
      assertThat(ids(server)).hasSize(7);
      assertThat(drops.totals()).isEmpty();
      second.close(LONG);
    }
  }

  @Test
  void doesNotTryAgainWhatTheServerRefuses() throws Exception {
    try (Receiver server = Receiver.start();
        FaultyProxy proxy = proxy(server)) {
      server.refusals.add(new Refusal(400, "no spans"));
      Pipeline pipeline = export(proxy, Map.of());
      pipeline.accept(spans(1, 3));
      await(() -> account(pipeline).lost() == 3);
      pipeline.accept(spans(2, 4));
      await(() -> account(pipeline).sent() == 4);

      assertThat(server.requests).hasSize(2);
      assertThat(drops.totals()).isEqualTo(Map.of("exporter:zipkin", 3L));
      pipeline.close(LONG);
    }
  }

  private Pipeline export(FaultyProxy proxy, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("endpoint", "http://localhost:" + proxy.port() + "/api/v2/spans");
    options.put("timeout", "400ms");
    options.putAll(more);
    Pipeline pipeline = new Pipeline(drops, messages::add);
    pipeline.exportTo(Map.of(new ZipkinExporterProvider(Map.of()), options));
    return pipeline;
  }

  private static FaultyProxy proxy(Receiver server) throws Exception {
    return FaultyProxy.before(URI.create(server.endpoint()).getPort());
  }

  private static Snapshot spans(int second, int count) {
    List<Span> spans =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Samples.span(
                        "%016x".formatted(second * 100 + i),
                        "",
                        Span.Kind.INTERNAL,
                        Attributes.empty()))
            .toList();
    return Samples.snapshot(spans);
  }

  private static List<Object> ids(Receiver server) {
    return server.requests.stream()
        .flatMap(request -> request.spans().stream())
        .map(span -> span.get("id"))
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
