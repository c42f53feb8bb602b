package dev.gemba.agent.record;

import dev.gemba.api.export.Distribution;
import dev.gemba.bootstrap.ValueCell;

/** Adds up the cells of one measure over threads. Mutable, as {@link BucketTotal} is. */
final class MeasureTotal {

  private final BucketTotal buckets = new BucketTotal();
  private double sum;
  private double min;
  private double max;

  MeasureTotal() {
    clear();
  }

  void clear() {
    buckets.clear();
    sum = 0;
    min = Double.POSITIVE_INFINITY;
    max = Double.NEGATIVE_INFINITY;
  }

  void add(ValueCell cell) {
    buckets.add(cell);
    sum += cell.sum();
    min = Math.min(min, cell.min());
    max = Math.max(max, cell.max());
  }

  Distribution values() {
    return buckets.distribution(sum, min, max, ValueCell.ZERO_THRESHOLD, ValueCell.FIRST_INDEX);
  }
}
