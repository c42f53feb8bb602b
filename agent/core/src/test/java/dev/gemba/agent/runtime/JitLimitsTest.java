package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "5, 35, unchanged",
    "35, 35, unchanged",
    "35, 36, inlined-where-hot",
    "36, 66, unchanged",
    "295, 325, unchanged",
    "325, 326, not-inlined",
    "20, 400, not-inlined",
    "326, 356, unchanged",
    "7980, 8000, unchanged",
    "8000, 8001, not-compiled",
    "8001, 8031, unchanged",
  })
  void tellsWhatGrowthMeans(int before, int after, String effect) {
    assertThat(JitLimits.DEFAULT.effect(before, after).text()).isEqualTo(effect);
  }

  @Test
  void readsTheLimitsOfThisJvm() {
    // Surefire starts this JVM with nothing that would change them.
    assertThat(JitLimits.ofThisJvm()).isEqualTo(JitLimits.DEFAULT);
  }
}
