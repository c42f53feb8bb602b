package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SamplingPlanTest {

  private static final SamplingPlan STEADY = new SamplingPlan(19_000_000, 4 << 20, 0, 10_000_000);

  @Test
  void whatIsSlowerStaysOffWhereItIsOff() {
    assertThat(STEADY.slower(4)).isEqualTo(new SamplingPlan(76_000_000, 16 << 20, 0, 40_000_000));
    assertThat(STEADY.slower(1)).isEqualTo(STEADY);
    assertThat(STEADY.slower(0).isEmpty()).isTrue();
  }

  @Test
  void whatIsAskedForComesOnTopOfTheRest() {
    ProfileOrder wall = new ProfileOrder(Event.WALL, 5_000_000, Duration.ofSeconds(1));

    assertThat(STEADY.and(wall))
        .isEqualTo(new SamplingPlan(19_000_000, 4 << 20, 5_000_000, 10_000_000));
    assertThat(SamplingPlan.NOTHING.and(wall)).isEqualTo(new SamplingPlan(0, 0, 5_000_000, 0));
  }

  @Test
  void isToldAsConfigsTellIt() {
    assertThat(STEADY.text()).isEqualTo("cpu 19.0 ms, alloc 4096 kB, wall off, lock 10.0 ms");
  }
}
