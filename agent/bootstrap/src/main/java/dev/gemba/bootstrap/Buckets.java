package dev.gemba.bootstrap;

import java.lang.invoke.VarHandle;
import jdk.internal.vm.annotation.ForceInline;

/**
 * Number, sum, minimum, maximum and the counters of an exponential histogram at scale {@value
 * #SCALE}: written by one thread, read by the collector at any time, which may miss what is being
 * written just now.
 *
 * <p>A bucket is 4.4 % wide (base = 2^(1/16)), so that its middle is within 2.2 % of every value in
 * it. All that is written lies in one array:
 *
 * <pre>
 *   padding | base, zeros, number, sum, minimum, maximum | counters | padding
 * </pre>
 *
 * <p>The padding is a cache line wide: collectors of garbage put objects of different threads side
 * by side, and without it a call on one thread could wait for the line that another writes to. The
 * counters reach from the lowest to the highest power of two that was ever met; when another is
 * met, the array is replaced by a larger copy. An operation whose durations span three decades
 * holds 1.5 kB.
 */
public abstract class Buckets {

  /** OpenTelemetry's scale. */
  public static final int SCALE = 4;

  /** Counters of one power of two. */
  static final int ROW = 1 << SCALE;

  private static final int ROWS = 64;

  /** Last slot, exclusive. */
  public static final int SLOTS = ROW * ROWS;

  /** Longs of a cache line. */
  static final int PADDING = 8;

  /** Where the slot lies that has its counter at 0, if there were one. */
  private static final int BASE = PADDING;

  private static final int ZEROS = PADDING + 1;
  static final int NUMBER = PADDING + 2;
  static final int SUM = PADDING + 3;
  static final int MIN = PADDING + 4;
  static final int MAX = PADDING + 5;
  private static final int HEAD = PADDING + 6;
  static final int NOWHERE = -1;

  /** Exchanged as a whole; never written to by a reader. */
  private long[] written = new long[HEAD + PADDING];

  Buckets(long min, long max) {
    written[BASE] = SLOTS - HEAD;
    written[MIN] = min;
    written[MAX] = max;
  }

  /** Where everything stands until a counter is added. */
  @ForceInline
  final long[] written() {
    return written;
  }

  /**
   * Where a slot's counter stands in an array of {@link #written}; {@link #NOWHERE} without one.
   */
  @ForceInline
  static int placeOf(int slot, long[] w) {
    int at = slot - (int) w[BASE];
    return at >= HEAD && at < w.length - PADDING ? at : NOWHERE;
  }

  final void addToSlot(int slot, long more) {
    int at = placeOf(slot, written);
    if (at == NOWHERE) {
      grow(slot);
      at = placeOf(slot, written);
    }
    written[at] += more;
  }

  final void addToZeros(long more) {
    written[ZEROS] += more;
  }

  /** Makes room for a slot and those of its power of two. */
  private void grow(int slot) {
    long[] old = written;
    int counters = old.length - HEAD - PADDING;
    int oldFirst = (int) old[BASE] + HEAD;
    int first = Math.min(oldFirst, slot & -ROW);
    int last = counters == 0 ? slot : Math.max(oldFirst + counters - 1, slot);
    long[] grown = new long[HEAD + (last | (ROW - 1)) + 1 - first + PADDING];
    System.arraycopy(old, 0, grown, 0, HEAD);
    if (counters > 0) {
      System.arraycopy(old, HEAD, grown, HEAD + oldFirst - first, counters);
    }
    int base = first - HEAD;
    grown[BASE] = base;
    // So that no reader finds the array before what was copied into it.
    VarHandle.releaseFence();
    written = grown;
  }

  /** Number of values that count as zero. */
  public final long zeroCount() {
    return written[ZEROS];
  }

  /**
   * Adds every counter to its place in an array of {@link #SLOTS}.
   *
   * @return the sum of what was added
   */
  public final long addTo(long[] slots) {
    long[] w = written;
    int base = (int) w[BASE];
    long total = 0;
    for (int at = HEAD; at < w.length - PADDING; at++) {
      // Read once: its thread may add to it meanwhile, and the sum must be that of what is taken.
      long counted = w[at];
      slots[base + at] += counted;
      total += counted;
    }
    return total;
  }

  /**
   * Fractions of a power of two at which a new bucket begins, for a mantissa's 63 bits behind the
   * leading one: threshold {@code k} is {@code 2^((k + shift) / 16) - 1}. As there are sixteen
   * thresholds, and no two of them closer than 1/23, the upper six bits tell how many lie below for
   * sure, and one comparison settles the rest.
   */
  static final class Mantissa {

    private static final int CELL_BITS = 6;
    private static final int CELLS = 1 << CELL_BITS;

    /** How many thresholds lie below each cell. */
    final byte[] below = new byte[CELLS];

    /** The one threshold that may lie within each cell, or a higher one. */
    final long[] next = new long[CELLS];

    Mantissa(double shift) {
      long[] thresholds = new long[ROW + 1];
      for (int k = 0; k < ROW; k++) {
        thresholds[k] = (long) ((StrictMath.pow(2, (k + shift) / ROW) - 1) * 0x1p63);
      }
      thresholds[ROW] = Long.MAX_VALUE;
      for (int cell = 0; cell < CELLS; cell++) {
        long start = (long) cell << (63 - CELL_BITS);
        while (below[cell] < ROW && thresholds[below[cell]] < start) {
          below[cell]++;
        }
        next[cell] = thresholds[below[cell]];
      }
    }

    /**
     * How many thresholds lie under this fraction, 0 to 16. Takes the tables of a mantissa: the JIT
     * trusts arrays in static fields never to be others, but not those in an object's.
     */
    @ForceInline
    static int thresholdsBelow(long fraction, byte[] below, long[] next) {
      int cell = (int) (fraction >>> (63 - CELL_BITS)) & (CELLS - 1);
      return fraction > next[cell] ? below[cell] + 1 : below[cell];
    }
  }
}
