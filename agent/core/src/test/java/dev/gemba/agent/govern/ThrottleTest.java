package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.govern.Throttle.Turn;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private static final double BUDGET = 0.05;
  private static final int FEW = 10;

  private final Throttle throttle = new Throttle();

  @Test
  void exportsLessOftenWhenThreadsAreWhatCostsTooMuch() {
    assertThat(decide(5, 0.01, 0.08, FEW)).as("a moment of it").isNull();
    assertThat(decide(10, 0.01, 0.08, FEW))
        .isEqualTo(new Turn("exporters", "every 1 s", "every 2 s", true));
    assertThat(decide(12, 0.01, 0.08, FEW)).isNull();
    assertThat(decide(15, 0.01, 0.08, FEW).to()).isEqualTo("every 4 s");
    assertThat(throttle.exportSeconds()).isEqualTo(4);
    assertThat(throttle.traceShare()).isEqualTo(1);
  }

  @Test
  void keepsFewerTracesOnlyWhenThatIsNotEnough() {
    exhaustPace();

    assertThat(decide(100, 0, 0.08, FEW))
        .isEqualTo(new Turn("sampling.keep", "all", "1 of 4", true));
    assertThat(throttle.traceShare()).isEqualTo(0.25);
  }

  @Test
  void keepsFewerTracesAtOnceWhereTheyAreMostOfIt() {
    int many = Throttle.MANY_SPANS;
    decide(5, 0, 0.08, many);

    assertThat(decide(10, 0, 0.08, many).subject()).isEqualTo("sampling.keep");
    assertThat(decide(15, 0, 0.08, many / 4).subject()).isEqualTo("exporters");
    for (int second = 20; second < 40; second += 5) {
      decide(second, 0, 0.08, many);
    }
    assertThat(decide(40, 0, 0.08, many).subject()).isEqualTo("exporters");
  }

  @Test
  void leavesTracesAloneWhereThereAreNone() {
    exhaustPace();

    assertThat(decide(100, 0, 0.08, 0)).isNull();
  }

  @Test
  void leavesThreadsAloneWhereCallsAreWhatCosts() {
    assertThat(decide(10, 0.2, 0.01, FEW)).isNull();
  }

  @Test
  void neverKeepsNothing() {
    for (int second = 0; second < 1_000; second++) {
      decide(second, 0, 0.5, FEW);
    }

    assertThat(throttle.traceShare()).isPositive();
    assertThat(throttle.exportSeconds()).isEqualTo(8);
  }

  @Test
  void bringsTracesBackFirst() {
    exhaustPace();
    decide(100, 0, 0.08, FEW);

    assertThat(decide(121, 0, 0.005, FEW).subject()).isEqualTo("sampling.keep");
    assertThat(decide(142, 0, 0.005, FEW).to()).isEqualTo("every 4 s");
  }

  @Test
  void waitsForRoomAndLongerAfterARelapse() {
    decide(-4, 0, 0.08, FEW);
    assertThat(decide(0, 0, 0.08, FEW)).isNotNull();
    assertThat(decide(19, 0, 0.005, FEW)).isNull();
    assertThat(decide(20, 0, 0.03, FEW)).isNull();
    assertThat(decide(20, 0, 0.005, FEW)).isNotNull();

    decide(22, 0, 0.08, FEW);
    assertThat(decide(26, 0, 0.08, FEW)).isNotNull();
    assertThat(decide(50, 0, 0.005, FEW)).isNull();
    assertThat(decide(66, 0, 0.005, FEW)).isNotNull();
  }

  private void exhaustPace() {
    for (int second = -5; second < 15; second += 5) {
      decide(second, 0, 0.08, FEW);
    }
    assertThat(throttle.exportSeconds()).isEqualTo(8);
  }

  /** Shares of one busy CPU. */
  private Turn decide(double seconds, double calls, double threads, int spans) {
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
