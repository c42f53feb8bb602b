package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.govern.Throttle.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingPaceTest {

  private static final double BUDGET = 0.05;

  private final SamplingPace pace = new SamplingPace();

  @Test
  void samplesHalfAsOftenWhereSamplesAreWhatCosts() {
    assertThat(decide(0, 0.01, 0.05)).isNull();
    assertThat(decide(5, 0.01, 0.05)).isNull();
    assertThat(decide(6, 0.01, 0.05))
        .isEqualTo(new Turn("profile", "as configured", "2 times its intervals", true));
    assertThat(pace.times()).isEqualTo(2);
    assertThat(decide(12, 0.01, 0.05)).as("too soon").isNull();
    assertThat(decide(19, 0.01, 0.05)).isNotNull();
    assertThat(pace.times()).isEqualTo(4);
    decide(32, 0.01, 0.05);
    decide(45, 0.01, 0.05);
    assertThat(pace.times()).isZero();
    assertThat(decide(60, 0.01, 0.05)).as("there is no less").isNull();
  }

  @Test
  void leavesThemAloneWhereOthersCost() {
    for (int second = 0; second < 30; second++) {
      assertThat(decide(second, 0.2, 0.005)).isNull();
    }
  }

  @Test
  void comesBackWhenThereIsRoomAndWaitsLongerTheNextTime() {
    decide(0, 0.01, 0.05);
    decide(6, 0.01, 0.05);

    assertThat(decide(35, 0.01, 0.01)).as("quiet is not over").isNull();
    assertThat(decide(36, 0.03, 0.02)).as("does not fit").isNull();
    assertThat(decide(37, 0.001, 0.01))
        .isEqualTo(new Turn("profile", "2 times its intervals", "as configured", false));
    decide(50, 0.01, 0.05);
    assertThat(decide(56, 0.01, 0.05)).isNotNull();
    assertThat(decide(90, 0.001, 0.01)).as("it came back too soon").isNull();
    assertThat(decide(117, 0.001, 0.01)).isNotNull();
  }

  /** Shares of one busy CPU. */
  private Turn decide(double seconds, double threads, double samples) {
    Overhead overhead =
        new Overhead(
            threads + samples,
            threads + samples,
            threads + samples,
            Duration.ofSeconds(1),
            ByLevel.ZERO,
            ByLevel.ZERO,
            0,
            0,
            0,
            threads,
            Double.NaN,
            samples,
            1,
            Map.of(),
            List.of());
    return pace.decide(seconds, BUDGET, overhead);
  }
}
