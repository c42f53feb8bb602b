package dev.gemba.agent.record;

import dev.gemba.api.export.Distribution;
import dev.gemba.bootstrap.DurationCell;

/** Adds up the cells of one series over threads. Mutable, as {@link BucketTotal} is. */
final class SeriesTotal {

  private static final double NANOS_PER_SECOND = 1e9;

  private final BucketTotal buckets = new BucketTotal();
  private long calls;
  private long sumNanos;
  private long minNanos;
  private long maxNanos;

  SeriesTotal() {
    clear();
  }

  void clear() {
    buckets.clear();
    calls = 0;
    sumNanos = 0;
    minNanos = Long.MAX_VALUE;
    maxNanos = Long.MIN_VALUE;
  }

  void add(DurationCell cell) {
    calls += cell.calls();
    buckets.add(cell);
    sumNanos += cell.sumNanos();
    minNanos = Math.min(minNanos, cell.minNanos());
    maxNanos = Math.max(maxNanos, cell.maxNanos());
  }

  long calls() {
    return calls;
  }

  Distribution durations() {
    return buckets.distribution(
        sumNanos / NANOS_PER_SECOND,
        minNanos / NANOS_PER_SECOND,
        maxNanos / NANOS_PER_SECOND,
        0,
        DurationCell.FIRST_INDEX);
  }
}
