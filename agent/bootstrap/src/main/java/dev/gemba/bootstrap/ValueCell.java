package dev.gemba.bootstrap;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What one thread recorded for one measure: written by that thread alone, read by the collector.
 * Holds values from 2^-16 to 2^47 apart; what is smaller counts as zero.
 */
public final class ValueCell extends Buckets {

  private static final int MIN_EXPONENT = -16;
  private static final int MAX_EXPONENT = MIN_EXPONENT + ROWS - 2;
  private static final int FRACTION_BITS = 52;
  private static final Mantissa MANTISSA = new Mantissa(0);

  /** OpenTelemetry's bucket index of slot 0. */
  public static final int FIRST_INDEX = MIN_EXPONENT * ROW - 1;

  /** Values under this count as zero. */
  public static final double ZERO_THRESHOLD = 0x1p-16;

  private static final AtomicLongFieldUpdater<ValueCell> COUNT =
      AtomicLongFieldUpdater.newUpdater(ValueCell.class, "count");

  public final Measure measure;

  private volatile long count;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  ValueCell(Measure measure) {
    this.measure = measure;
  }

  /** False if the value cannot be held. */
  boolean record(double value) {
    if (!(value >= 0 && Math.getExponent(value) <= MAX_EXPONENT)) {
      return false;
    }
    if (value < ZERO_THRESHOLD) {
      incrementZero();
    } else {
      increment(slot(value));
    }
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    COUNT.lazySet(this, count + 1);
    return true;
  }

  /**
   * The slot of a value.
   *
   * @param value between 2^-16 and 2^47
   */
  public static int slot(double value) {
    long fraction = Double.doubleToRawLongBits(value) << (64 - FRACTION_BITS) >>> 1;
    return (Math.getExponent(value) - MIN_EXPONENT) * ROW + MANTISSA.thresholdsBelow(fraction);
  }

  /** Number of values. */
  public long count() {
    return count;
  }

  public double sum() {
    return sum;
  }

  /** Infinite without values. */
  public double min() {
    return min;
  }

  /** Infinite without values. */
  public double max() {
    return max;
  }
}
