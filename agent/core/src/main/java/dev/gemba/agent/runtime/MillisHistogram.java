package dev.gemba.agent.runtime;

import dev.gemba.api.export.Distribution;
import java.util.TreeMap;

/**
 * Collects whole milliseconds into an exponential distribution of seconds. Not thread-safe, and for
 * rare events only: each costs a map access.
 */
final class MillisHistogram {

  /** As that of operations, so that both can be drawn with the same buckets. */
  private static final int SCALE = 4;

  private static final double MILLIS = 1000.0;

  private final TreeMap<Integer, Long> buckets = new TreeMap<>();
  private long count;
  private long zeroCount;
  private long sumMillis;
  private long minMillis = Long.MAX_VALUE;
  private long maxMillis;

  void add(long millis) {
    count++;
    sumMillis += millis;
    minMillis = Math.min(minMillis, millis);
    maxMillis = Math.max(maxMillis, millis);
    if (millis <= 0) {
      zeroCount++;
    } else {
      buckets.merge(bucket(millis / MILLIS), 1L, Long::sum);
    }
  }

  Distribution seconds() {
    if (count == 0) {
      return Distribution.empty(SCALE);
    }
    int offset = buckets.isEmpty() ? 0 : buckets.firstKey();
    long[] counts = new long[buckets.isEmpty() ? 0 : buckets.lastKey() - offset + 1];
    buckets.forEach((bucket, n) -> counts[bucket - offset] = n);
    return new Distribution(
        SCALE,
        count,
        sumMillis / MILLIS,
        minMillis / MILLIS,
        maxMillis / MILLIS,
        zeroCount,
        0,
        offset,
        counts);
  }

  /** The bucket whose bounds, the upper one inclusive, hold the value. */
  private static int bucket(double value) {
    int bucket = (int) Math.ceil(Math.scalb(Math.log(value) / Math.log(2), SCALE)) - 1;
    // Logarithms of exact bounds may come out a rounding error too high or too low.
    while (value <= Distribution.lowerBound(SCALE, bucket)) {
      bucket--;
    }
    while (value > Distribution.lowerBound(SCALE, bucket + 1)) {
      bucket++;
    }
    return bucket;
  }
}
