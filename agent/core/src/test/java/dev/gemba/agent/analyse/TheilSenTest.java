package dev.gemba.agent.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TheilSenTest {

  private static double[] x(int n) {
    return IntStream.range(0, n).mapToDouble(i -> 3 * i).toArray();
  }

  @Property
  void findsTheSlopeOfALineThroughOutliers(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double slope,
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double offset,
      @ForAll @IntRange(min = 4, max = 60) int n,
      @ForAll long seed) {
    double[] x = x(n);
    double[] y = IntStream.range(0, n).mapToDouble(i -> offset + slope * x[i]).toArray();
    Random random = new Random(seed);
    // Pairs without an outlier are more than half of all while outliers are under 29 %.
    for (int i = 0; i < n / 5; i++) {
      y[random.nextInt(n)] = 1e12 * random.nextGaussian();
    }

    assertThat(TheilSen.slope(x, y)).isCloseTo(slope, within(1e-6 + Math.abs(slope) * 1e-6));
  }

  @Test
  void isTheMedianOfAllPairs() {
    assertThat(TheilSen.slope(new double[] {0, 1}, new double[] {5, 7})).isEqualTo(2);
    assertThat(TheilSen.slope(new double[] {0, 1, 2}, new double[] {0, 1, 4})).isEqualTo(2);
    assertThat(TheilSen.slope(new double[] {0, 1, 2, 3}, new double[] {0, 1, 1, 5}))
        .isCloseTo(4 / 3.0, within(1e-12));
    assertThat(TheilSen.slope(new double[] {0}, new double[] {5})).isNaN();
  }
}
