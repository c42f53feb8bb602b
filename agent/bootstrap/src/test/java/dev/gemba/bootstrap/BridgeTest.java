package dev.gemba.bootstrap;

import static dev.gemba.bootstrap.Ended.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class BridgeTest {

  private Probe probe;

  @AfterEach
  void keepAll() {
    Sampler.keep(1);
  }

  private int aim(TestInfo test, int level) {
    String name = test.getTestMethod().orElseThrow().getName();
    probe = Probes.of("T", name, "()V");
    probe.aim(level, Series.of(name), null);
    return probe.id;
  }

  private long calls(Series series) {
    DurationCell[] cells = Recorder.current().cells();
    DurationCell cell = series.id < cells.length ? cells[series.id] : null;
    return cell == null ? 0 : cell.calls();
  }

  @Test
  void darkProbeRecordsNothing(TestInfo test) {
    int id = aim(test, Probe.DARK);

    Bridge.exit(id, Bridge.enter(id), null);

    assertThat(calls(probe.series())).isZero();
  }

  @Test
  void normalAndExceptionalExitsAreCountedApart(TestInfo test) {
    int id = aim(test, Probe.TIMING);

    Bridge.exit(id, Bridge.enter(id), null);
    Bridge.exit(id, Bridge.enter(id), new IllegalStateException());
    Bridge.exit(id, Bridge.enter(id), new IllegalStateException());

    Series failed =
        probe
            .series()
            .child(Series.ERROR_TYPE, "java.lang.IllegalStateException", Recorder.current());
    assertThat(calls(probe.series())).isEqualTo(1);
    assertThat(calls(failed)).isEqualTo(2);
  }

  @Test
  void callUnderWayEndsAtTheLevelItBeganWith(TestInfo test) {
    int id = aim(test, Probe.SPAN);
    long span = Bridge.enter(id);
    probe.aim(Probe.COUNT, probe.series(), null);
    long counted = Bridge.enter(id);
    Bridge.exit(id, counted, null);
    probe.aim(Probe.DARK, probe.series(), null);
    Bridge.exit(id, span, null);

    assertThat(calls(probe.series())).isEqualTo(2);
    assertThat(drain()).hasSize(1);
  }

  @Test
  void sampledCallsAreAllCountedAndOneIn64Timed(TestInfo test) {
    int id = aim(test, Probe.SAMPLED);
    int calls = 640_000;

    for (int i = 0; i < calls; i++) {
      Bridge.exit(id, Bridge.enter(id), null);
    }

    DurationCell cell = Recorder.current().cells()[probe.series().id];
    long stoodFor = cell.zeroCount() + cell.addTo(new long[Buckets.SLOTS]);
    assertThat(cell.calls()).isEqualTo(calls);
    assertThat(stoodFor % Recorder.SAMPLING_INTERVAL).isZero();
    // 10,000 draws of 64 with a spread of 37 each: their mean is off by 0.37; six times that.
    assertThat((double) calls / stoodFor).isCloseTo(1, within(0.04));
  }

  @Test
  void noPatternOfCallsEscapesTheSampling(TestInfo test) {
    int id = aim(test, Probe.SAMPLED);
    int timed = 0;
    for (int i = 0; i < 640_000; i++) {
      long token = Bridge.enter(id);
      // Every 64th: whoever timed at a fixed distance would see all of them or none.
      timed += i % 64 == 0 && Token.isTimed(token) ? 1 : 0;
      Bridge.exit(id, token);
    }

    assertThat(timed).isBetween(156 - 75, 156 + 75);
  }

  @Test
  void nestedSpansNameTheirParentAndShareTheTrace(TestInfo test) {
    int id = aim(test, Probe.SPAN);
    long outer = Bridge.enter(id);
    long inner = Bridge.enter(id);
    Bridge.exit(id, inner, new RuntimeException());
    long second = Bridge.enter(id);
    Bridge.exit(id, second, null);
    Bridge.exit(id, outer, null);
    long next = Bridge.enter(id);
    Bridge.exit(id, next, null);

    List<Ended> spans = drain();
    Ended root = spans.get(2);
    assertThat(root.parent()).isZero();
    assertThat(spans.get(0).parent()).isEqualTo(root.id());
    assertThat(spans.get(1).parent()).isEqualTo(root.id());
    assertThat(spans.get(0).error()).isEqualTo("java.lang.RuntimeException");
    assertThat(spans.subList(0, 3)).extracting(Ended::trace).containsOnly(root.trace());
    assertThat(spans.get(3).trace()).isNotEqualTo(root.trace());
    assertThat(spans).extracting(Ended::id).doesNotHaveDuplicates();
  }

  @Test
  void frameThatNeverEndedIsNoParentOfLaterCalls(TestInfo test) {
    int id = aim(test, Probe.SPAN);
    long outer = Bridge.enter(id);
    Bridge.enter(id); // a constructor that threw: no exit
    Bridge.exit(id, outer, null);
    Bridge.exit(id, Bridge.enter(id), null);

    List<Ended> spans = drain();
    assertThat(spans).extracting(Ended::parent).containsExactly(0L, 0L);
  }

  @Test
  void fullRingDropsAndCounts(TestInfo test) {
    int id = aim(test, Probe.SPAN);
    long before = Recorder.current().dropped(Drop.SPAN_RING);

    for (int i = 0; i < SpanRing.CAPACITY + 7; i++) {
      Bridge.exit(id, Bridge.enter(id), null);
    }

    assertThat(Recorder.current().dropped(Drop.SPAN_RING) - before).isEqualTo(7);
    assertThat(drain()).hasSize(SpanRing.CAPACITY);
    assertThat(calls(probe.series())).isEqualTo(SpanRing.CAPACITY + 7);
  }

  @Test
  void callsDeeperThanTheStackAreTimedWithoutSpan(TestInfo test) {
    int id = aim(test, Probe.SPAN);
    long[] tokens = new long[SpanStack.MAX_DEPTH + 3];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Bridge.enter(id);
    }
    for (int i = tokens.length - 1; i >= 0; i--) {
      Bridge.exit(id, tokens[i], null);
    }

    assertThat(Recorder.current().dropped(Drop.SPAN_DEPTH)).isEqualTo(3);
    assertThat(calls(probe.series())).isEqualTo(tokens.length);
    assertThat(drain()).hasSize(SpanStack.MAX_DEPTH);
  }

  @Test
  void tracesThatAreNotSampledLeaveMetricsButNoSpans(TestInfo test) {
    int id = aim(test, Probe.SPAN);
    Bridge.exit(id, Bridge.enter(id), null);
    drain();
    Sampler.keep(0);

    Bridge.exit(id, Bridge.enter(id), null);

    assertThat(drain()).isEmpty();
    assertThat(calls(probe.series())).isEqualTo(2);
  }

  @Test
  void attributeValuesBeyondTheBoundFallIntoOther(TestInfo test) {
    aim(test, Probe.TIMING);
    Recorder recorder = Recorder.current();
    for (int i = 0; i < Series.MAX_CHILDREN; i++) {
      probe.series().child("tier", "v" + i, recorder);
    }
    long before = recorder.dropped(Drop.ATTRIBUTE_VALUE);

    Series other = probe.series().child("tier", "one too many", recorder);

    assertThat(other.value).isEqualTo("other");
    assertThat(probe.series().child("tier", "another", recorder)).isSameAs(other);
    assertThat(probe.series().child(Series.ERROR_TYPE, "E", recorder).value).isEqualTo("E");
    assertThat(recorder.dropped(Drop.ATTRIBUTE_VALUE) - before).isEqualTo(2);
  }

  @Test
  void probeThatFailsTooOftenIsSwitchedOffForGood(TestInfo test) {
    int id = aim(test, Probe.TIMING);
    for (int i = 0; i < Probe.MAX_FAILURES; i++) {
      assertThat(probe.isSwitchedOff()).isFalse();
      Bridge.failed(new IllegalStateException("planted"), id);
    }

    probe.aim(Probe.TIMING, probe.series(), null);

    assertThat(probe.isSwitchedOff()).isTrue();
    assertThat(Probes.takeSwitchedOff()).containsExactly(probe);
    assertThat(Probes.takeSwitchedOff()).isEmpty();
    assertThat(probe.level()).isEqualTo(Probe.DARK);
    assertThat(probe.lastFailure()).contains("planted");
  }

  @Test
  void exhaustedStackIsNoFaultOfTheProbe(TestInfo test) {
    int id = aim(test, Probe.TIMING);
    long before = Probes.EXHAUSTED.get();

    Bridge.failed(new StackOverflowError(), id);

    assertThat(probe.failures()).isZero();
    assertThat(Probes.EXHAUSTED.get() - before).isEqualTo(1);
  }

  @Test
  void callsOfValueReadersAreNotCounted(TestInfo test) {
    int getter = aim(test, Probe.TIMING);
    Probe getterProbe = probe;
    Probe watched = Probes.of("T", "watched", "()V");
    AtomicReference<Object[]> seen = new AtomicReference<>();
    watched.aim(
        Probe.SPAN,
        Series.of("watched"),
        new Capture() {
          @Override
          protected Series series(
              Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
            Bridge.exit(getter, Bridge.enter(getter), null);
            return series.child("tier", (String) returned, Recorder.current());
          }

          @Override
          protected void measure(
              Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {}

          @Override
          protected Object[] attributes(
              Object self, Object[] arguments, Object returned, Throwable thrown) {
            seen.set(arguments);
            return new Object[] {"board.id", arguments[0]};
          }
        });

    long token = Bridge.enter(watched.id);
    Bridge.exitCapturing(watched.id, token, this, new Object[] {"b1"}, "small", null);

    assertThat(calls(getterProbe.series())).isZero();
    assertThat(calls(watched.series().child("tier", "small", Recorder.current()))).isEqualTo(1);
    assertThat(seen.get()).containsExactly("b1");
    assertThat(drain()).hasSize(1);
  }

  @Test
  void idsAreKeptOverDetach() {
    Probe first = Probes.of("T", "same", "()V");
    first.aim(Probe.TIMING, Series.of("same"), null);

    Probes.darken();

    assertThat(first.level()).isEqualTo(Probe.DARK);
    assertThat(Probes.of("T", "same", "()V")).isSameAs(first);
    assertThat(Probes.get(1 << 20).level()).isEqualTo(Probe.DARK);
    assertThat(Probes.levelOf(1 << 20)).isEqualTo(Probe.DARK);
  }

  @Test
  void probesBeyondTheQuickOnesWorkAsWell() {
    List<Probe> made = new ArrayList<>();
    for (int i = 0; i < Probes.QUICK + 3; i++) {
      made.add(Probes.of("Many", "m" + i, "()V"));
    }
    Probe last = made.get(made.size() - 1);
    last.aim(Probe.COUNT, Series.of("last of many"), null);

    Bridge.exit(last.id, Bridge.enter(last.id));

    assertThat(last.id).isGreaterThan(Probes.QUICK);
    assertThat(Probes.get(last.id)).isSameAs(last);
    assertThat(calls(last.series())).isEqualTo(1);
    assertThat(Probes.all()).containsAll(List.of(made.get(0), last));
  }

  @Test
  void allocatesNothingOnceWarm(TestInfo test) {
    int id = aim(test, Probe.DARK);
    IllegalStateException thrown = new IllegalStateException();
    Sampler.keep(0.01);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int level = Probe.DARK; level <= Probe.SPAN; level++) {
      probe.aim(level, probe.series(), null);
      callOften(id, thrown);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      callOften(id, thrown);
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

      // A pause of the machine may touch a row of buckets that was not there; nothing else may.
      assertThat(after - before).as("bytes in 200,000 calls at level %d", level).isLessThan(20_000);
    }
    drain();
  }

  private static void callOften(int id, Throwable thrown) {
    for (int i = 0; i < 100_000; i++) {
      Bridge.exit(id, Bridge.enter(id), null);
      Bridge.exit(id, Bridge.enter(id), thrown);
    }
  }

  @Test
  void spansWithIdsInTheirNamesStopMakingProbes() {
    Facade.activate(true);
    for (int i = 0; i < Facade.MAX_NAMES + 500; i++) {
      Facade.end("order-" + i, Facade.begin("order-" + i), null, null);
    }
    Facade.activate(false);
    drain();

    assertThat(Probes.all().stream().filter(p -> p.className.equals(Facade.CLASS_NAME)))
        .hasSizeLessThan(Facade.MAX_NAMES + 100);
    assertThat(calls(Series.of("other"))).isGreaterThanOrEqualTo(500);
  }
}
