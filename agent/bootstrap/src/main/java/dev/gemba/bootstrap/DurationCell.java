package dev.gemba.bootstrap;

import jdk.internal.vm.annotation.ForceInline;

/**
 * What one thread recorded for one series: written by that thread alone, read by the collector.
 *
 * <p>Buckets are those of an OpenTelemetry exponential histogram <em>in seconds</em>, although
 * durations come in nanoseconds: the bounds in a power of two of nanoseconds are shifted by the
 * fraction of {@code 16 * log2(10^9)}. So they are exported as they are, and merging them across
 * threads and processes is exact.
 *
 * <p>The number of calls is exact. Where only some calls are timed, each of these stands for
 * several in the buckets and in the sum, which then are estimates.
 */
public final class DurationCell extends Buckets {

  private static final double NANOS_LOG2_TIMES_16 =
      ROW * (9 * StrictMath.log(10) / StrictMath.log(2));
  private static final int NANOS_INDEX = (int) NANOS_LOG2_TIMES_16;
  private static final Mantissa MANTISSA = new Mantissa(NANOS_LOG2_TIMES_16 - NANOS_INDEX);
  private static final byte[] BELOW = MANTISSA.below;
  private static final long[] NEXT = MANTISSA.next;

  /** OpenTelemetry's bucket index of slot 0. */
  public static final int FIRST_INDEX = -NANOS_INDEX - 1;

  public final Series series;

  DurationCell(Series series) {
    super(Long.MAX_VALUE, Long.MIN_VALUE);
    this.series = series;
  }

  @ForceInline
  void count() {
    written()[NUMBER]++;
  }

  @ForceInline
  void count(int number) {
    written()[NUMBER] += number;
  }

  /**
   * Records a call that is counted, or whose duration finds its counter; else does nothing and is
   * false.
   */
  @ForceInline
  boolean recordKnown(long token, long end) {
    if (!Token.isTimed(token)) {
      count();
      return true;
    }
    long nanos = Token.nanosUntil(end, token);
    if (nanos <= 0) {
      return false;
    }
    long[] w = written();
    int at = placeOf(slot(nanos), w);
    if (at == NOWHERE) {
      return false;
    }
    int weight = Token.weight(token);
    w[at] += weight;
    tally(w, nanos, weight);
    return true;
  }

  /**
   * Records a call.
   *
   * @param weight for how many calls its duration stands
   */
  void record(long nanos, int weight) {
    if (nanos > 0) {
      addToSlot(slot(nanos), weight);
    } else {
      addToZeros(weight);
    }
    tally(written(), Math.max(0, nanos), weight);
  }

  @ForceInline
  private static void tally(long[] w, long nanos, int weight) {
    w[SUM] += nanos * weight;
    if (nanos < w[MIN]) {
      w[MIN] = nanos;
    }
    if (nanos > w[MAX]) {
      w[MAX] = nanos;
    }
    w[NUMBER]++;
  }

  /**
   * The slot of a duration.
   *
   * @param nanos positive
   */
  @ForceInline
  public static int slot(long nanos) {
    int zeros = Long.numberOfLeadingZeros(nanos);
    // The leading one is shifted out, the rest is read as an unsigned fraction of 2^63.
    long fraction = nanos << zeros << 1 >>> 1;
    return (63 - zeros) * ROW + Mantissa.thresholdsBelow(fraction, BELOW, NEXT);
  }

  /** Exact number of calls, whether timed or not. */
  public long calls() {
    return written()[NUMBER];
  }

  /** Sum of the durations; exact if every call was timed. */
  public long sumNanos() {
    return written()[SUM];
  }

  /** {@link Long#MAX_VALUE} without durations. */
  public long minNanos() {
    return written()[MIN];
  }

  /** {@link Long#MIN_VALUE} without durations. */
  public long maxNanos() {
    return written()[MAX];
  }
}
