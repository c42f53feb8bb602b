package dev.gemba.agent.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Distribution;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MergedDistributionTest {

  @Test
  void isNothingBeforeTheFirst() {
    assertThat(new MergedDistribution().total()).isNull();
    assertThat(new MergedDistribution().count()).isZero();
  }

  @Property(tries = 200)
  void keepsEveryValueInABucketThatHoldsItAtTheCoarsestScale(
      @ForAll @Size(min = 1, max = 30)
          List<@LongRange(min = 1, max = 3_600_000_000_000L) Long> nanos,
      @ForAll @IntRange(min = -3, max = 8) int first,
      @ForAll @IntRange(min = -3, max = 8) int second) {
    List<Double> values = nanos.stream().map(value -> value / 1e9).toList();
    MergedDistribution merged = new MergedDistribution();
    for (int i = 0; i < values.size(); i++) {
      merged.add(Distributions.same(i % 2 == 0 ? first : second, values.get(i), 1));
    }

    Distribution total = merged.total();
    int coarsest = values.size() == 1 ? first : Math.min(first, second);
    assertThat(total.scale()).isEqualTo(coarsest);
    assertThat(total.count()).isEqualTo(values.size());
    long[] expected = new long[total.bucketCount()];
    values.forEach(value -> expected[Distributions.index(coarsest, value) - total.offset()]++);
    assertThat(total.counts()).isEqualTo(expected);
  }

  @Test
  void keepsZerosOfEitherThreshold() {
    MergedDistribution merged = new MergedDistribution();
    merged.add(new Distribution(2, 3, 0, 0, 0, 3, 0, 0, new long[0]));
    merged.add(new Distribution(2, 2, 0, 0, 0, 2, 1e-9, 0, new long[0]));

    assertThat(merged.total().zeroCount()).isEqualTo(5);
    assertThat(merged.total().zeroThreshold()).isEqualTo(1e-9);
  }
}
