package dev.gemba.bootstrap;

/**
 * What one thread recorded for one measure: written by that thread alone, read by the collector.
 * Holds values from 2^-16 to 2^47 apart; what is smaller counts as zero.
 */
public final class ValueCell extends Buckets {

  private static final int MIN_EXPONENT = -16;
  private static final int MAX_EXPONENT = MIN_EXPONENT + SLOTS / ROW - 2;
  private static final int FRACTION_BITS = 52;
  private static final Mantissa MANTISSA = new Mantissa(0);
  private static final byte[] BELOW = MANTISSA.below;
  private static final long[] NEXT = MANTISSA.next;

  /** OpenTelemetry's bucket index of slot 0. */
  public static final int FIRST_INDEX = MIN_EXPONENT * ROW - 1;

  /** Values under this count as zero. */
  public static final double ZERO_THRESHOLD = 0x1p-16;

  public final Measure measure;

  ValueCell(Measure measure) {
    super(bits(Double.POSITIVE_INFINITY), bits(Double.NEGATIVE_INFINITY));
    this.measure = measure;
  }

  /** False if the value cannot be held. */
  boolean record(double value) {
    if (!(value >= 0 && Math.getExponent(value) <= MAX_EXPONENT)) {
      return false;
    }
    if (value < ZERO_THRESHOLD) {
      addToZeros(1);
    } else {
      addToSlot(slot(value), 1);
    }
    long[] w = written();
    w[SUM] = bits(value(w[SUM]) + value);
    w[MIN] = bits(Math.min(value(w[MIN]), value));
    w[MAX] = bits(Math.max(value(w[MAX]), value));
    w[NUMBER]++;
    return true;
  }

  /**
   * The slot of a value.
   *
   * @param value between 2^-16 and 2^47
   */
  public static int slot(double value) {
    long fraction = Double.doubleToRawLongBits(value) << (64 - FRACTION_BITS) >>> 1;
    return (Math.getExponent(value) - MIN_EXPONENT) * ROW
        + Mantissa.thresholdsBelow(fraction, BELOW, NEXT);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static double value(long bits) {
    return Double.longBitsToDouble(bits);
  }

  /** Number of values. */
  public long count() {
    return written()[NUMBER];
  }

  public double sum() {
    return value(written()[SUM]);
  }

  /** Infinite without values. */
  public double min() {
    return value(written()[MIN]);
  }

  /** Infinite without values. */
  public double max() {
    return value(written()[MAX]);
  }
}
