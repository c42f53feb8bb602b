package dev.gemba.agent.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {

  private final Random random = new Random(4711);

  private static Trend of(int n, IntToDoubleFunction value) {
    return Trend.of(
        IntStream.range(0, n).mapToDouble(i -> 10 * i).toArray(),
        IntStream.range(0, n).mapToDouble(value).toArray());
  }

  private double noise(double size) {
    return size * random.nextGaussian();
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 30, 60})
  void seesALeakThroughNoise(int n) {
    Trend trend = of(n, i -> 100 + 3 * i + noise(1));

    assertThat(trend.growing()).isTrue();
    assertThat(trend.confidence()).isGreaterThan(0.99);
    assertThat(trend.perSecond()).isCloseTo(0.3, within(0.1));
  }

  @Test
  void whatFillsUpAtTheStartIsNoLeak() {
    assertThat(of(40, i -> Math.min(i, 12) * 50 + noise(1)).growing()).isFalse();
  }

  @Test
  void whatFillsUpAndThenComesAndGoesIsNoLeak() {
    int growing = 0;
    for (int i = 0; i < 1_000; i++) {
      growing += of(40, n -> Math.min(n, 12) * 50 + noise(40)).growing() ? 1 : 0;
    }

    assertThat(growing).isLessThan(30);
  }

  @Test
  void aSlowLeakAfterAFastStartHasItsOwnSlope() {
    Trend trend = of(60, i -> Math.min(i, 20) * 50 + 3 * i + noise(0.5));

    assertThat(trend.growing()).isTrue();
    assertThat(trend.perSecond()).isCloseTo(0.3, within(0.02));
  }

  @Test
  void noiseRarelyGrows() {
    int growing = 0;
    for (int i = 0; i < 1_000; i++) {
      growing += of(30, n -> 100 + noise(10)).growing() ? 1 : 0;
    }

    assertThat(growing).isLessThan(10);
  }

  @Test
  void sawTeethAndShrinkingAreNoGrowth() {
    assertThat(of(60, i -> 100 + i % 10).growing()).isFalse();
    assertThat(of(60, i -> 200 - i).growing()).isFalse();
    assertThat(of(60, i -> 200).growing()).isFalse();
  }

  @Test
  void whatHardlyMovesIsNotSpokenOf() {
    assertThat(of(60, i -> 1e3 + i).growing()).isFalse();
  }

  @Test
  void ofTooFewNothingIsSaid() {
    assertThat(of(Trend.FEWEST - 1, i -> i)).isNull();
    assertThat(of(Trend.FEWEST, i -> i)).isNotNull();
  }
}
