package dev.gemba.agent.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MannKendallTest {

  /** Few values, so that there are ties; whole ones, so that sums are exact. */
  @Provide
  Arbitrary<double[]> series() {
    return Arbitraries.integers()
        .between(-20, 20)
        .map(Integer::doubleValue)
        .list()
        .ofMinSize(2)
        .ofMaxSize(40)
        .map(list -> list.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Property
  void isTheOppositeBackwards(@ForAll("series") double[] values) {
    double[] backwards = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      backwards[i] = values[values.length - 1 - i];
    }
    MannKendall forth = MannKendall.of(values);
    MannKendall back = MannKendall.of(backwards);

    assertThat(back.s()).isEqualTo(-forth.s());
    assertThat(back.variance()).isEqualTo(forth.variance());
    assertThat(back.confidence() + forth.confidence()).isCloseTo(1, within(1e-6));
  }

  @Property
  void asksOnlyWhichIsLarger(@ForAll("series") double[] values) {
    double[] stretched = Arrays.stream(values).map(value -> Math.exp(value / 4) + 1e6).toArray();

    assertThat(MannKendall.of(stretched)).isEqualTo(MannKendall.of(values));
  }

  @Property
  void varianceIsThatOfAllOrders(@ForAll("few") double[] values) {
    double[] sum = new double[2];
    permute(values.clone(), 0, sum);

    assertThat(MannKendall.of(values).variance()).isCloseTo(sum[0] / sum[1], within(1e-9));
  }

  @Provide
  Arbitrary<double[]> few() {
    return Arbitraries.integers()
        .between(0, 3)
        .map(Integer::doubleValue)
        .list()
        .ofMinSize(2)
        .ofMaxSize(6)
        .map(list -> list.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void permute(double[] values, int from, double[] sum) {
    if (from == values.length) {
      double s = (double) MannKendall.of(values).s();
      sum[0] += s * s;
      sum[1]++;
      return;
    }
    for (int i = from; i < values.length; i++) {
      swap(values, from, i);
      permute(values, from + 1, sum);
      swap(values, from, i);
    }
  }

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }

  @Test
  void knowsTheNormalDistribution() {
    assertThat(new MannKendall(0, 1).confidence()).isCloseTo(0.5, within(1e-7));
    assertThat(new MannKendall(2, 1 / (1.96 * 1.96)).confidence())
        .isCloseTo(0.9750021, within(1e-6));
    assertThat(new MannKendall(-2, 1 / (1.96 * 1.96)).confidence())
        .isCloseTo(0.0249979, within(1e-6));
  }

  @Test
  void whatNeverChangesHasNoTrend() {
    MannKendall still = MannKendall.of(new double[20]);

    assertThat(still.variance()).isZero();
    assertThat(still.confidence()).isCloseTo(0.5, within(1e-7));
  }

  @Test
  void isRarelySureOfNoise() {
    Random random = new Random(17);
    int sure = 0;
    for (int i = 0; i < 2_000; i++) {
      double[] noise = DoubleStream.generate(random::nextGaussian).limit(30).toArray();
      sure += MannKendall.of(noise).confidence() >= 0.95 ? 1 : 0;
    }

    assertThat(sure / 2_000.0).isBetween(0.03, 0.07);
  }
}
