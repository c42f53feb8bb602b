package dev.gemba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BucketsTest {

  private static final double HOUR_NANOS = 3.6e12;

  /** Bounds of a bucket in seconds, by OpenTelemetry's definition. */
  private static double lowerBound(int index) {
    return Math.pow(2, index / 16.0);
  }

  @Property(tries = 20_000)
  void bucketHoldsEveryDuration(@ForAll @LongRange(min = 1, max = (long) HOUR_NANOS) long nanos) {
    int index = DurationCell.FIRST_INDEX + DurationCell.slot(nanos);

    double seconds = BigDecimal.valueOf(nanos, 9).doubleValue();
    double rounding = 1e-13;
    assertThat(seconds).isGreaterThan(lowerBound(index) * (1 - rounding));
    assertThat(seconds).isLessThanOrEqualTo(lowerBound(index + 1) * (1 + rounding));
  }

  @Property(tries = 20_000)
  void middleOfTheBucketIsWithinThreePercent(
      @ForAll @LongRange(min = 1, max = (long) HOUR_NANOS) long nanos) {
    int index = DurationCell.FIRST_INDEX + DurationCell.slot(nanos);

    double middle = Math.pow(2, (index + 0.5) / 16);

    assertThat(middle / (nanos / 1e9)).isCloseTo(1, within(0.03));
  }

  @Test
  void slotsGrowWithTheDurationAndStayInBounds() {
    int last = -1;
    for (long nanos = 1; nanos < 200_000; nanos++) {
      int slot = DurationCell.slot(nanos);
      assertThat(slot).isGreaterThanOrEqualTo(last);
      last = slot;
    }
    assertThat(DurationCell.slot(1)).isGreaterThanOrEqualTo(0);
    assertThat(DurationCell.slot(Long.MAX_VALUE)).isLessThan(Buckets.SLOTS);
  }

  @Property
  void keepsEveryCounterInWhateverOrderSlotsAreMet(
      @ForAll @Size(max = 60) List<@IntRange(max = Buckets.SLOTS - 1) Integer> slots) {
    DurationCell cell = new DurationCell(Series.NONE);
    long[] expected = new long[Buckets.SLOTS];
    for (int slot : slots) {
      cell.addToSlot(slot, 3);
      expected[slot] += 3;
    }

    long[] found = new long[Buckets.SLOTS];
    assertThat(cell.addTo(found)).isEqualTo(3L * slots.size());
    assertThat(found).isEqualTo(expected);
  }

  @Property(tries = 20_000)
  void bucketHoldsEveryValue(
      @ForAll @IntRange(min = -16, max = 46) int exponent,
      @ForAll @LongRange(min = 0, max = (1L << 52) - 1) long fraction) {
    double value = Math.scalb(1 + fraction * 0x1p-52, exponent);
    int index = ValueCell.FIRST_INDEX + ValueCell.slot(value);

    assertThat(value).isGreaterThan(lowerBound(index) * (1 - 1e-14));
    assertThat(value).isLessThanOrEqualTo(lowerBound(index + 1) * (1 + 1e-14));
  }

  @Test
  void powersOfTwoAreUpperBoundsAsOpenTelemetrySays() {
    for (int exponent = -16; exponent <= 46; exponent++) {
      int index = ValueCell.FIRST_INDEX + ValueCell.slot(Math.scalb(1.0, exponent));
      assertThat(index).as("2^%d", exponent).isEqualTo(exponent * 16 - 1);
    }
  }

  @Test
  void valueCellRefusesWhatItCannotHold() {
    ValueCell cell = new ValueCell(Measure.of("m", "o"));

    assertThat(cell.record(-1)).isFalse();
    assertThat(cell.record(Double.NaN)).isFalse();
    assertThat(cell.record(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(cell.record(0x1p47)).isFalse();
    assertThat(cell.record(Math.nextDown(0x1p47))).isTrue();
    assertThat(cell.record(0)).isTrue();

    assertThat(cell.count()).isEqualTo(2);
    assertThat(cell.zeroCount()).isEqualTo(1);
    assertThat(cell.addTo(new long[Buckets.SLOTS])).isEqualTo(1);
  }

  @Test
  void durationCellKeepsSumMinimumAndMaximumExactly() {
    DurationCell cell = new DurationCell(Series.of("o"));
    cell.record(5, 1);
    cell.record(0, 1);
    cell.record(1_000_000_007, 1);
    cell.count();

    assertThat(cell.calls()).isEqualTo(4);
    assertThat(cell.zeroCount() + cell.addTo(new long[Buckets.SLOTS])).isEqualTo(3);
    assertThat(cell.sumNanos()).isEqualTo(1_000_000_012);
    assertThat(cell.minNanos()).isZero();
    assertThat(cell.maxNanos()).isEqualTo(1_000_000_007);
    assertThat(cell.zeroCount()).isEqualTo(1);
    assertThat(cell.addTo(new long[Buckets.SLOTS])).isEqualTo(2);
  }
}
