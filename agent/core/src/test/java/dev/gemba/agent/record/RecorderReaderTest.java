package dev.gemba.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Span;
import dev.gemba.bootstrap.Bridge;
import dev.gemba.bootstrap.Facade;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.Series;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecorderReaderTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final DropCounters drops = new DropCounters();
  private final RecorderReader reader =
      new RecorderReader(new WallClock(Clock.fixed(NOW, ZoneOffset.UTC), System::nanoTime), drops);
  private Probe probe;

  @BeforeEach
  void aim() {
    probe = Probes.of("com.acme.Board", "load", "()V");
    probe.aim(Probe.SPAN, Series.of("board.load"), null);
  }

  @AfterEach
  void leave() {
    Probes.darken();
    reader.close();
  }

  private void call(Throwable thrown) {
    Bridge.exit(probe.id, Bridge.enter(probe.id), thrown);
  }

  private long calls(Map<String, Object> attributes) {
    Metric metric = metric("gemba.operation.calls");
    return ((Metric.Sum) metric.data())
        .points().stream()
            .filter(p -> p.attributes().values().equals(attributes))
            .mapToLong(p -> p.value().longValue())
            .sum();
  }

  private Metric metric(String name) {
    reader.drainSpans();
    return ofName(reader.readMetrics(), name);
  }

  private static Metric ofName(List<Metric> metrics, String name) {
    return metrics.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theSlowestKeptSpanStandsForItsSeries() {
    for (int i = 0; i < 5; i++) {
      call(null);
    }
    call(new IllegalStateException());
    reader.drainSpans();
    List<Metric> metrics = reader.readMetrics();
    List<Span> spans = takeSpans(reader);

    Metric durations = ofName(metrics, "gemba.operation.duration");
    for (HistogramPoint point : ((Metric.Histogram) durations.data()).points()) {
      Object error = point.attributes().values().get("error.type");
      List<Span> kept =
          spans.stream().filter(span -> Objects.equals(span.errorType(), error)).toList();
      Exemplar exemplar = point.exemplar();
      Span meant = // two calls may have taken the same time, so the slowest is not only one
          kept.stream()
              .filter(span -> span.spanId().equals(exemplar.spanId()))
              .findFirst()
              .orElseThrow();
      assertThat(nanos(meant)).isEqualTo(kept.stream().mapToLong(this::nanos).max().orElseThrow());
      assertThat(exemplar.value()).isEqualTo(nanos(meant) / 1e9);
      assertThat(exemplar.epochNanos()).isEqualTo(meant.endEpochNanos());
      assertThat(exemplar.traceId()).isEqualTo(meant.traceId());
    }
  }

  private long nanos(Span span) {
    return span.endEpochNanos() - span.startEpochNanos();
  }

  @Test
  void countsOfManyThreadsAddUpToTheLastCallAlsoAfterTheyEnded() throws Exception {
    long callsEach = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < callsEach; n++) {
                  call(n % 10 == 0 ? new IllegalStateException() : null);
                }
              });
      threads.add(thread);
      thread.start();
    }
    while (threads.get(0).isAlive()) {
      metric("gemba.operation.calls"); // reading meanwhile must not disturb
    }
    for (Thread thread : threads) {
      thread.join();
    }

    Map<String, Object> normal = Map.of("gemba.operation", "board.load");
    Map<String, Object> failed =
        Map.of("gemba.operation", "board.load", "error.type", "java.lang.IllegalStateException");
    assertThat(calls(normal)).isEqualTo(4 * callsEach * 9 / 10);
    assertThat(calls(failed)).isEqualTo(4 * callsEach / 10);
    long recorded =
        ((Metric.Histogram) metric("gemba.operation.duration").data())
            .points().stream().mapToLong(p -> p.distribution().count()).sum();
    assertThat(recorded).isEqualTo(4 * callsEach);
  }

  @Test
  void durationsAreInSecondsWithExactBounds() {
    call(null);

    HistogramPoint point =
        ((Metric.Histogram) metric("gemba.operation.duration").data()).points().get(0);
    Distribution d = point.distribution();
    assertThat(d.scale()).isEqualTo(4);
    assertThat(d.count()).isEqualTo(1);
    assertThat(d.sum()).isEqualTo(d.min()).isEqualTo(d.max()).isBetween(0.0, 10.0);
    assertThat(metric("gemba.operation.duration").unit()).isEqualTo("s");
  }

  @Test
  void spansCarryIdsTimesAndWhatWasCalled() {
    long outer = Bridge.enter(probe.id);
    call(new IllegalArgumentException());
    Bridge.exit(probe.id, outer, null);
    reader.drainSpans();

    List<Span> spans = takeSpans(reader);

    Span inner = spans.get(0);
    Span root = spans.get(1);
    assertThat(inner.parentSpanId()).isEqualTo(root.spanId()).hasSize(16);
    assertThat(root.parentSpanId()).isEmpty();
    assertThat(inner.traceId()).isEqualTo(root.traceId()).hasSize(32);
    assertThat(inner.errorType()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(root.errorType()).isNull();
    assertThat(root.name()).isEqualTo("board.load");
    assertThat(root.attributes().text("code.function.name")).isEqualTo("com.acme.Board.load");
    assertThat(root.startEpochNanos()).isLessThanOrEqualTo(inner.startEpochNanos());
    assertThat(inner.endEpochNanos()).isLessThanOrEqualTo(root.endEpochNanos());
    assertThat(takeSpans(reader)).isEmpty();
  }

  @Test
  void dropsAreExportedByReason() {
    drops.add("weave-failure", 3);
    Bridge.failed(new IllegalStateException("planted"), probe.id);

    Metric.Sum dropped = (Metric.Sum) metric("gemba.dropped").data();

    assertThat(dropped.points())
        .contains(new NumberPoint(Attributes.of("reason", "weave-failure"), 3L))
        .contains(new NumberPoint(Attributes.of("reason", "span-ring-full"), 0L));
    assertThat(dropped.points())
        .filteredOn(p -> p.attributes().text("reason").equals("advice-failure"))
        .allSatisfy(p -> assertThat(p.value().longValue()).isPositive());
  }

  @Test
  void countsCallsOfAnOperationOverAllItsSeriesAndThreads() throws InterruptedException {
    call(null);
    call(new IllegalStateException());
    Thread other = new Thread(() -> call(null));
    other.start();
    other.join();

    assertThat(reader.readCalls()).containsEntry("board.load", 3L);
    reader.readMetrics();
    assertThat(reader.readCalls())
        .as("after the thread has retired")
        .containsEntry("board.load", 3L);
  }

  @Test
  void estimatesWhatItHolds() throws InterruptedException {
    call(null);
    reader.drainSpans();
    reader.readMetrics();
    long one = reader.recorderBytes();
    assertThat(one).isBetween(2_000L, 200_000L);
    assertThat(reader.spanBytes(0)).isBetween(100L, 200L);
    assertThat(reader.spanBytes(9)).isEqualTo(10 * reader.spanBytes(0));

    CountDownLatch called = new CountDownLatch(20);
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 20; i++) {
      Thread thread =
          new Thread(
              () -> {
                call(null);
                called.countDown();
                try {
                  end.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    called.await();
    reader.drainSpans();
    reader.readMetrics();

    assertThat(reader.recorderBytes() - one).isBetween(20L * 80_000, 20L * 200_000);
    end.countDown();
  }

  @Test
  void poolThatClearsItsThreadLocalsNeedsOneRecorderAThread() throws Exception {
    int tasks = 2_000;
    ForkJoinPool pool = ForkJoinPool.commonPool();
    for (int i = 0; i < tasks; i++) {
      pool.submit(() -> call(null)).get();
      if (i % 100 == 0) {
        reader.drainSpans();
      }
    }

    assertThat(calls(Map.of("gemba.operation", "board.load"))).isEqualTo(tasks);
    assertThat(reader.liveRecorders())
        .isLessThanOrEqualTo(ForkJoinPool.getCommonPoolParallelism() + 20);
  }

  @Test
  void goesOnWithTheRingsThatItHadNoTimeFor() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    List<Object> threads = new ArrayList<>();
    for (int turn = 0; turn < 2; turn++) {
      other.submit(() -> call(null)).get();
      call(null);

      reader.drainSpans(0);

      takeSpans(reader).stream()
          .map(span -> span.attributes().values().get("thread.id"))
          .distinct()
          .forEach(threads::add);
    }
    other.shutdown();

    assertThat(threads).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void spanThatCannotBeToldAsItIsDoesNotStandInTheWayOfOthers() {
    Facade.activate(true);
    long token = Facade.begin("odd");
    Facade.end("odd", token, new Object[] {"", 1L, null, 2L, "good", 3L}, null);
    call(null);
    reader.drainSpans();

    List<Span> spans = takeSpans(reader);
    Facade.activate(false);
    assertThat(spans).extracting(Span::name).containsExactly("odd", "board.load");
    assertThat(spans.get(0).attributes().values()).containsEntry("good", 3L);
  }

  @Test
  void constructorThatNeverExitsIsNoParentOfLaterSpans() {
    Probe constructor = Probes.of("com.acme.Board", "<init>", "()V");
    constructor.aim(Probe.SPAN, Series.of("board.new"), null);
    Bridge.enterConstructor(constructor.id); // its superclass's constructor throws
    call(null);
    Bridge.exit(constructor.id, Bridge.enterConstructor(constructor.id), null);
    reader.drainSpans();

    List<Span> spans = takeSpans(reader);
    assertThat(spans).extracting(Span::name).containsExactly("board.load", "board.new");
    assertThat(spans).extracting(Span::parentSpanId).containsOnly("");
  }

  private static List<Span> takeSpans(RecorderReader reader) {
    return reader.takeSpans().stream().map(EndedSpan::span).toList();
  }
}
