package dev.gemba.agent.record;

import dev.gemba.api.export.Distribution;
import dev.gemba.bootstrap.Buckets;
import java.util.Arrays;

/**
 * Adds up the buckets of many threads' cells. Mutable, so that a snapshot of a thousand series
 * needs one array of buckets and not a thousand.
 */
final class BucketTotal {

  private final long[] slots = new long[Buckets.SLOTS];
  private long count;
  private long zeroCount;

  void clear() {
    Arrays.fill(slots, 0);
    count = 0;
    zeroCount = 0;
  }

  void add(Buckets cell) {
    long zeros = cell.zeroCount();
    zeroCount += zeros;
    count += zeros + cell.addTo(slots);
  }

  /**
   * What was added.
   *
   * @param min greater than {@code max} if neither is known
   * @param firstIndex OpenTelemetry's index of slot 0
   */
  Distribution distribution(
      double sum, double min, double max, double zeroThreshold, int firstIndex) {
    boolean known = count > 0 && min <= max;
    return new Distribution(
        Buckets.SCALE,
        count,
        sum,
        known ? min : Double.NaN,
        known ? max : Double.NaN,
        zeroCount,
        zeroThreshold,
        firstIndex,
        slots);
  }
}
