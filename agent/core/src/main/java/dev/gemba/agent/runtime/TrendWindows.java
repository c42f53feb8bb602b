package dev.gemba.agent.runtime;

import dev.gemba.agent.analyse.Trend;

/**
 * The lowest value in each of some windows of time: 30 to 60 of them, short at first, that double
 * in length as they come to be too many, and from some hours on leave the oldest behind. Lowest, as
 * what is of use is what is left when all is cleaned up. For one thread.
 */
final class TrendWindows {

  private static final int MOST = 60;
  private static final double NANOS = 1e9;

  /** Where windows end to grow: sixty of them are twelve hours. */
  private static final long LONGEST_NANOS = 12L * 60 * 1_000_000_000;

  /** Windows without a value are left out. Ascending. */
  private final long[] numbers = new long[MOST + 1];

  private final double[] lowest = new double[MOST + 1];
  private int size;

  private final long origin;
  private long windowNanos;

  /**
   * @param nanos now
   * @param windowNanos how long the first windows are
   */
  TrendWindows(long nanos, long windowNanos) {
    this.origin = nanos;
    this.windowNanos = windowNanos;
  }

  /**
   * Adds a value.
   *
   * @return whether a window was completed by it
   */
  boolean add(long nanos, double value) {
    long number = (nanos - origin) / windowNanos;
    if (size > 0 && numbers[size - 1] == number) {
      lowest[size - 1] = Math.min(lowest[size - 1], value);
      return false;
    }
    numbers[size] = number;
    lowest[size] = value;
    size++;
    while (numbers[size - 1] - numbers[0] >= MOST) {
      makeRoom();
    }
    return true;
  }

  private void makeRoom() {
    if (windowNanos >= LONGEST_NANOS) {
      size--;
      System.arraycopy(numbers, 1, numbers, 0, size);
      System.arraycopy(lowest, 1, lowest, 0, size);
      return;
    }
    windowNanos *= 2;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      long number = numbers[i] / 2;
      if (kept > 0 && numbers[kept - 1] == number) {
        lowest[kept - 1] = Math.min(lowest[kept - 1], lowest[i]);
      } else {
        numbers[kept] = number;
        lowest[kept] = lowest[i];
        kept++;
      }
    }
    size = kept;
  }

  /** The trend of all windows but the one under way; null if these are too few. */
  Trend trend() {
    int complete = Math.max(0, size - 1);
    double[] seconds = new double[complete];
    double[] values = new double[complete];
    for (int i = 0; i < complete; i++) {
      seconds[i] = numbers[i] * (windowNanos / NANOS);
      values[i] = lowest[i];
    }
    return Trend.of(seconds, values);
  }

  /** The lowest value of the newest complete window; NaN without one. */
  double newest() {
    return size < 2 ? Double.NaN : lowest[size - 2];
  }

  /** How many are complete. */
  int complete() {
    return Math.max(0, size - 1);
  }

  double windowSeconds() {
    return windowNanos / NANOS;
  }
}
