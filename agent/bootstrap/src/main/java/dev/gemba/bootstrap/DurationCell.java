package dev.gemba.bootstrap;

/**
 * What one thread recorded for one series: written by that thread alone, read by the collector.
 *
 * <p>Buckets are those of an OpenTelemetry exponential histogram <em>in seconds</em>, although
 * durations come in nanoseconds: the bounds in a power of two of nanoseconds are shifted by the
 * fraction of {@code 16 * log2(10^9)}. So they are exported as they are, and merging them across
 * threads and processes is exact.
 */
public final class DurationCell extends Buckets {

  private static final double NANOS_LOG2_TIMES_16 =
      ROW * (9 * StrictMath.log(10) / StrictMath.log(2));
  private static final int NANOS_INDEX = (int) NANOS_LOG2_TIMES_16;
  private static final Mantissa MANTISSA = new Mantissa(NANOS_LOG2_TIMES_16 - NANOS_INDEX);

  /** OpenTelemetry's bucket index of slot 0. */
  public static final int FIRST_INDEX = -NANOS_INDEX - 1;

  public final Series series;

  private long untimed;
  private long sumNanos;
  private long minNanos = Long.MAX_VALUE;
  private long maxNanos = Long.MIN_VALUE;

  DurationCell(Series series) {
    this.series = series;
  }

  void count() {
    untimed++;
  }

  void record(long nanos) {
    if (nanos <= 0) {
      incrementZero();
    } else {
      increment(slot(nanos));
      sumNanos += nanos;
    }
    if (nanos < minNanos) {
      minNanos = nanos;
    }
    if (nanos > maxNanos) {
      maxNanos = nanos;
    }
  }

  /**
   * The slot of a duration.
   *
   * @param nanos positive
   */
  public static int slot(long nanos) {
    int zeros = Long.numberOfLeadingZeros(nanos);
    // The leading one is shifted out, the rest is read as an unsigned fraction of 2^63.
    long fraction = nanos << zeros << 1 >>> 1;
    return (63 - zeros) * ROW + MANTISSA.thresholdsBelow(fraction);
  }

  /** Calls of which nothing but their number is known. */
  public long untimed() {
    return untimed;
  }

  /** Exact sum of the durations. */
  public long sumNanos() {
    return sumNanos;
  }

  /** {@link Long#MAX_VALUE} without durations. */
  public long minNanos() {
    return minNanos;
  }

  /** {@link Long#MIN_VALUE} without durations. */
  public long maxNanos() {
    return maxNanos;
  }
}
