package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EvenTotalTest {

  private final EvenTotal total = new EvenTotal();

  @Test
  void growsEvenlyWhileTheNextIntervalLasts() {
    total.set(0, 1_000);
    total.set(10, 2_000);

    assertThat(total.at(2_000)).isZero();
    assertThat(total.at(2_300)).isCloseTo(3, within(1e-9));
    assertThat(total.at(9_000)).isEqualTo(10);
  }

  @Test
  void neverGoesBackAndLosesNothing() {
    total.set(0, 1_000);
    total.set(10, 2_000);
    total.set(30, 2_500);

    assertThat(total.at(2_500)).isCloseTo(5, within(1e-9));
    assertThat(total.at(3_000)).isEqualTo(30);
  }
}
