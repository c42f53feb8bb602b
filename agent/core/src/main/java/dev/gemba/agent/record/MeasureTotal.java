package dev.gemba.agent.record;

import dev.gemba.api.export.Distribution;
import dev.gemba.bootstrap.Buckets;
import dev.gemba.bootstrap.ValueCell;
import java.util.Arrays;

/**
 * Adds up the cells of one measure over threads. Mutable, so that a snapshot of many threads needs
 * one array of buckets and not one of each cell.
 */
final class MeasureTotal {

  private final long[] slots = new long[Buckets.SLOTS];
  private long count;
  private double sum;
  private long zeroCount;
  private double min;
  private double max;

  MeasureTotal() {
    clear();
  }

  void clear() {
    Arrays.fill(slots, 0);
    count = 0;
    sum = 0;
    zeroCount = 0;
    min = Double.POSITIVE_INFINITY;
    max = Double.NEGATIVE_INFINITY;
  }

  void add(ValueCell cell) {
    long zeros = cell.zeroCount();
    zeroCount += zeros;
    count += zeros + cell.addTo(slots);
    sum += cell.sum();
    min = Math.min(min, cell.min());
    max = Math.max(max, cell.max());
  }

  Distribution values() {
    boolean known = count > 0 && min <= max;
    return new Distribution(
        Buckets.SCALE,
        count,
        sum,
        known ? min : Double.NaN,
        known ? max : Double.NaN,
        zeroCount,
        ValueCell.ZERO_THRESHOLD,
        ValueCell.FIRST_INDEX,
        slots);
  }
}
