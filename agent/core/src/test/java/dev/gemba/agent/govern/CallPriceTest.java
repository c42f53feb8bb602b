package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.record.RecorderReader;
import dev.gemba.agent.record.WallClock;
import dev.gemba.api.export.Metric;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Recorder;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class CallPriceTest {

  private long now;

  @Test
  void isTheMedianOfFiveRoundsEvenIfTheyExceedTheBudget() {
    Deque<Long> rounds = new ArrayDeque<>(List.of(5_000L, 1_000L, 3_000L, 4_000L, 777_777L, 1L));
    CallPrice price =
        price(level -> level == Probe.COUNT ? rounds.remove() : 9_000, 100, 1_000_000);

    assertThat(price.ofAllLevels(9_000)).isEqualTo(new ByLevel(40, 90, 90, 90));
  }

  @Test
  void neverTakesALowerLevelForDearerThanAHigherOne() {
    CallPrice price = price(level -> 1_000 - level, 1, 1_000_000);

    assertThat(price.ofAllLevels(1)).isEqualTo(new ByLevel(996, 996, 996, 996));
  }

  @Test
  void believesNothingThatOnlyCodeWithoutTheJitCosts() {
    ByLevel prices = price(level -> 10_000, 10, 500).ofAllLevels(1);

    assertThat(prices).isEqualTo(new ByLevel(10, 15, 80, 200));
  }

  @Test
  void asksForEveryLevelThatCosts() {
    List<Integer> levels = new ArrayList<>();
    price(
            level -> {
              levels.add(level);
              return 1;
            },
            1,
            1)
        .ofAllLevels(1);

    assertThat(levels).containsOnly(Probe.COUNT, Probe.SAMPLED, Probe.TIMING, Probe.SPAN);
  }

  @Test
  void stopsOnAClockThatStands() {
    ByLevel prices = new CallPrice(() -> 100, level -> 7, 7, () -> 0).ofAllLevels(1);

    assertThat(prices).isEqualTo(new ByLevel(1, 1, 1, 1));
  }

  @Test
  void measuresTheBridgeWithoutATrace() {
    Recorder.current();
    RecorderReader reader =
        new RecorderReader(new WallClock(Clock.systemUTC(), System::nanoTime), new DropCounters());
    reader.drainSpans();
    List<Metric> before = reader.readMetrics();

    ByLevel prices = CallPrice.measured();

    reader.drainSpans();
    assertThat(reader.readMetrics()).isEqualTo(before);
    assertThat(reader.takeSpans()).isEmpty();
    assertThat(List.of(prices.count(), prices.timing(), prices.span()))
        .allSatisfy(nanos -> assertThat(nanos).isFinite().isPositive());
    // Other tests on this thread need its recorder.
    reader.close();
  }

  private CallPrice price(IntToLongFunction nanosOfRound, int calls, long clockNanos) {
    return new CallPrice(
        () -> clockNanos, level -> pass(nanosOfRound.applyAsLong(level)), calls, () -> now);
  }

  private long pass(long nanos) {
    now += nanos;
    return nanos;
  }
}
