package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.govern.Throttle.Turn;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private static final double BUDGET = 0.05;

  private final Throttle throttle = new Throttle();

  @Test
  void exportsLessOftenWhenThreadsAreWhatCostsTooMuch() {
    assertThat(decide(5, 0.01, 0.08, true)).as("a moment of it").isNull();
    assertThat(decide(10, 0.01, 0.08, true))
        .isEqualTo(new Turn("exporters", "every 1 s", "every 2 s", true));
    assertThat(decide(12, 0.01, 0.08, true)).isNull();
    assertThat(decide(15, 0.01, 0.08, true).to()).isEqualTo("every 4 s");
    assertThat(throttle.exportSeconds()).isEqualTo(4);
    assertThat(throttle.traceShare()).isEqualTo(1);
  }

  @Test
  void keepsFewerTracesOnlyWhenThatIsNotEnough() {
    exhaustPace();

    assertThat(decide(100, 0, 0.08, true))
        .isEqualTo(new Turn("sampling.keep", "all", "1 of 4", true));
    assertThat(throttle.traceShare()).isEqualTo(0.25);
  }

  @Test
  void leavesTracesAloneWhereThereAreNone() {
    exhaustPace();

    assertThat(decide(100, 0, 0.08, false)).isNull();
  }

  @Test
  void leavesThreadsAloneWhereCallsAreWhatCosts() {
    assertThat(decide(10, 0.2, 0.01, true)).isNull();
  }

  @Test
  void neverKeepsNothing() {
    for (int second = 0; second < 1_000; second++) {
      decide(second, 0, 0.5, true);
    }

    assertThat(throttle.traceShare()).isPositive();
    assertThat(throttle.exportSeconds()).isEqualTo(8);
  }

  @Test
  void bringsTracesBackFirst() {
    exhaustPace();
    decide(100, 0, 0.08, true);

    assertThat(decide(121, 0, 0.005, true).subject()).isEqualTo("sampling.keep");
    assertThat(decide(142, 0, 0.005, true).to()).isEqualTo("every 4 s");
  }

  @Test
  void waitsForRoomAndLongerAfterARelapse() {
    decide(-4, 0, 0.08, true);
    assertThat(decide(0, 0, 0.08, true)).isNotNull();
    assertThat(decide(19, 0, 0.005, true)).isNull();
    assertThat(decide(20, 0, 0.03, true)).isNull();
    assertThat(decide(20, 0, 0.005, true)).isNotNull();

    decide(22, 0, 0.08, true);
    assertThat(decide(26, 0, 0.08, true)).isNotNull();
    assertThat(decide(50, 0, 0.005, true)).isNull();
    assertThat(decide(66, 0, 0.005, true)).isNotNull();
  }

  private void exhaustPace() {
    for (int second = -5; second < 15; second += 5) {
      decide(second, 0, 0.08, true);
    }
    assertThat(throttle.exportSeconds()).isEqualTo(8);
  }

  /** Shares of one busy CPU. */
  private Turn decide(double seconds, double calls, double threads, boolean spans) {
    Overhead overhead =
        new Overhead(
            calls + threads,
            Duration.ofSeconds(1),
            ByLevel.ZERO,
            ByLevel.ZERO,
            calls,
            0,
            threads,
            1,
            Map.of());
    return throttle.decide(seconds, BUDGET, overhead, spans);
  }
}
