package dev.gemba.api.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DistributionTest {

  private static final int SCALE = 4;

  /** The plain definition: an index for each value by logarithm. */
  private static Distribution of(List<Double> values) {
    if (values.isEmpty()) {
      return Distribution.empty(SCALE);
    }
    long[] counts = new long[4000];
    int first = -2000;
    for (double v : values) {
      counts[(int) Math.ceil(Math.log(v) / Math.log(2) * 16) - 1 - first]++;
    }
    return new Distribution(
        SCALE,
        values.size(),
        values.stream().mapToDouble(v -> v).sum(),
        values.stream().mapToDouble(v -> v).min().orElseThrow(),
        values.stream().mapToDouble(v -> v).max().orElseThrow(),
        0,
        0,
        first,
        counts);
  }

  @Provide
  Arbitrary<List<Double>> durations() {
    return Arbitraries.longs()
        .between(1, 3_600_000_000_000L)
        .map(nanos -> nanos / 1e9)
        .list()
        .ofMaxSize(60);
  }

  @Property
  void mergeIsAssociativeAndCommutative(
      @ForAll("durations") List<Double> a,
      @ForAll("durations") List<Double> b,
      @ForAll("durations") List<Double> c) {
    Distribution left = of(a).plus(of(b)).plus(of(c));
    Distribution right = of(a).plus(of(b).plus(of(c)));
    Distribution turned = of(c).plus(of(b)).plus(of(a));

    assertSame(left, right);
    assertSame(left, turned);
  }

  @Property
  void differenceGivesBackWhatWasAdded(
      @ForAll("durations") List<Double> a, @ForAll("durations") List<Double> b) {
    Distribution difference = of(a).plus(of(b)).minus(of(a));

    assertThat(difference.count()).isEqualTo(b.size());
    assertThat(difference.offset()).isEqualTo(of(b).offset());
    assertThat(difference.counts()).isEqualTo(of(b).counts());
  }

  @Property
  void percentileIsWithinThreePercentOfTheTrueOne(@ForAll("durations") List<Double> values) {
    for (double share : new double[] {0, 0.5, 0.95, 0.99, 1}) {
      double estimate = of(values).percentile(share);
      if (values.isEmpty()) {
        assertThat(estimate).isNaN();
        continue;
      }
      double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
      double truth = sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
      assertThat(estimate / truth).as("at %s", share).isCloseTo(1, within(0.03));
    }
  }

  @Test
  void refusesBucketsThatDoNotAddUp() {
    assertThatThrownBy(() -> new Distribution(SCALE, 2, 1, 1, 1, 0, 0, 0, new long[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count is 2, but the buckets hold 1");
  }

  @Test
  void refusesToMergeOtherScales() {
    assertThatThrownBy(() -> Distribution.empty(4).plus(Distribution.empty(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scales differ: 4 and 3");
  }

  @Test
  void emptyBucketsAtTheEndsMakeNoDifference() {
    Distribution wide = new Distribution(SCALE, 3, 3, 1, 1, 1, 0, -5, new long[] {0, 0, 2, 0});
    Distribution narrow = new Distribution(SCALE, 3, 3, 1, 1, 1, 0, -3, new long[] {2});

    assertThat(wide).isEqualTo(narrow).hasSameHashCodeAs(narrow);
    assertThat(wide.countAt(-3)).isEqualTo(2);
    assertThat(wide.countAt(7)).isZero();
  }

  private static void assertSame(Distribution a, Distribution b) {
    assertThat(Arrays.asList(a.count(), a.offset(), a.min(), a.max(), a.zeroCount()))
        .isEqualTo(Arrays.asList(b.count(), b.offset(), b.min(), b.max(), b.zeroCount()));
    assertThat(a.counts()).isEqualTo(b.counts());
    assertThat(a.sum()).isCloseTo(b.sum(), within(1e-9 * Math.max(1, Math.abs(a.sum()))));
  }
}
