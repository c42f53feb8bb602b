package dev.gemba.bootstrap;

/**
 * Counters of an exponential histogram at scale {@value #SCALE}: written by one thread, read by the
 * collector at any time, which may miss what is being written just now.
 *
 * <p>A bucket is 4.4 % wide (base = 2^(1/16)), so that its middle is within 2.2 % of every value in
 * it. Counters lie in rows of sixteen, one for each power of two, made when first touched: an
 * operation whose durations span three decades holds ten rows, about 1.5 kB.
 */
public abstract class Buckets {

  /** OpenTelemetry's scale. */
  public static final int SCALE = 4;

  static final int ROW = 1 << SCALE;
  static final int ROWS = 64;

  /** Last slot, exclusive. */
  public static final int SLOTS = ROW * ROWS;

  private long[][] rows;
  private long zeroCount;

  Buckets() {}

  final void increment(int slot) {
    long[][] r = rows;
    if (r == null) {
      r = new long[ROWS][];
      rows = r;
    }
    long[] row = r[slot >> SCALE];
    if (row == null) {
      row = new long[ROW];
      r[slot >> SCALE] = row;
    }
    row[slot & (ROW - 1)]++;
  }

  final void incrementZero() {
    zeroCount++;
  }

  /** Number of values that count as zero. */
  public final long zeroCount() {
    return zeroCount;
  }

  /**
   * Adds every counter to its place in an array of {@link #SLOTS}.
   *
   * @return the sum of what was added
   */
  public final long addTo(long[] slots) {
    long total = 0;
    long[][] r = rows;
    for (int i = 0; r != null && i < ROWS; i++) {
      long[] row = r[i];
      for (int j = 0; row != null && j < ROW; j++) {
        long n = row[j];
        slots[i * ROW + j] += n;
        total += n;
      }
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

    private final long[] thresholds = new long[ROW + 1];
    private final byte[] below = new byte[1 << CELL_BITS];

    Mantissa(double shift) {
      for (int k = 0; k < ROW; k++) {
        thresholds[k] = (long) ((StrictMath.pow(2, (k + shift) / ROW) - 1) * 0x1p63);
      }
      thresholds[ROW] = Long.MAX_VALUE;
      for (int cell = 0; cell < below.length; cell++) {
        long start = (long) cell << (63 - CELL_BITS);
        while (below[cell] < ROW && thresholds[below[cell]] < start) {
          below[cell]++;
        }
      }
    }

    /** How many thresholds lie under this fraction, 0 to 16. */
    int thresholdsBelow(long fraction) {
      int n = below[(int) (fraction >>> (63 - CELL_BITS))];
      return fraction > thresholds[n] ? n + 1 : n;
    }
  }
}
