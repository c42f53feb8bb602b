package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Distribution;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class MillisHistogramTest {

  @Property
  void putsEachDurationIntoTheBucketThatHoldsIt(
      @ForAll @LongRange(min = 1, max = 100_000_000) long millis) {
    MillisHistogram histogram = new MillisHistogram();
    histogram.add(millis);
    Distribution seconds = histogram.seconds();

    assertThat(seconds.bucketCount()).isEqualTo(1);
    double value = millis / 1000.0;
    assertThat(value).isGreaterThan(Distribution.lowerBound(4, seconds.offset()));
    assertThat(value).isLessThanOrEqualTo(Distribution.lowerBound(4, seconds.offset() + 1));
  }

  @Test
  void keepsTheUpperBoundInclusive() {
    MillisHistogram histogram = new MillisHistogram();
    for (long power = 1; power <= 1 << 20; power *= 2) {
      histogram.add(power * 1000);
    }
    Distribution seconds = histogram.seconds();

    for (int exponent = 0; exponent <= 20; exponent++) {
      assertThat(seconds.countAt(16 * exponent - 1)).as("2^" + exponent).isEqualTo(1);
    }
  }

  @Test
  void keepsCountSumAndExtremesExact() {
    MillisHistogram histogram = new MillisHistogram();
    histogram.add(0);
    histogram.add(3);
    histogram.add(3);
    histogram.add(1500);
    Distribution seconds = histogram.seconds();

    assertThat(seconds.count()).isEqualTo(4);
    assertThat(seconds.zeroCount()).isEqualTo(1);
    assertThat(seconds.sum()).isEqualTo(1.506);
    assertThat(seconds.min()).isZero();
    assertThat(seconds.max()).isEqualTo(1.5);
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(new MillisHistogram().seconds()).isEqualTo(Distribution.empty(4));
  }
}
