package dev.gemba.agent.record;

import dev.gemba.api.export.Distribution;
import dev.gemba.bootstrap.Buckets;
import dev.gemba.bootstrap.DurationCell;
import java.util.Arrays;

/**
 * Adds up the cells of one series over threads. Mutable, so that a snapshot of a thousand series
 * needs one array of buckets and not a thousand.
 */
final class SeriesTotal {

  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] slots = new long[Buckets.SLOTS];
  private long calls;
  private long count;
  private long sumNanos;
  private long zeroCount;
  private long minNanos;
  private long maxNanos;

  SeriesTotal() {
    clear();
  }

  void clear() {
    Arrays.fill(slots, 0);
    calls = 0;
    count = 0;
    sumNanos = 0;
    zeroCount = 0;
    minNanos = Long.MAX_VALUE;
    maxNanos = Long.MIN_VALUE;
  }

  void add(DurationCell cell) {
    calls += cell.calls();
    long zeros = cell.zeroCount();
    zeroCount += zeros;
    count += zeros + cell.addTo(slots);
    sumNanos += cell.sumNanos();
    minNanos = Math.min(minNanos, cell.minNanos());
    maxNanos = Math.max(maxNanos, cell.maxNanos());
  }

  long calls() {
    return calls;
  }

  Distribution durations() {
    boolean known = count > 0 && minNanos <= maxNanos;
    return new Distribution(
        Buckets.SCALE,
        count,
        sumNanos / NANOS_PER_SECOND,
        known ? minNanos / NANOS_PER_SECOND : Double.NaN,
        known ? maxNanos / NANOS_PER_SECOND : Double.NaN,
        zeroCount,
        0,
        DurationCell.FIRST_INDEX,
        slots);
  }
}
