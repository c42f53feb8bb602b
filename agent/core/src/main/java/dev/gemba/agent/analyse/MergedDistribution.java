package dev.gemba.agent.analyse;

import dev.gemba.api.export.Distribution;

/**
 * Adds up distributions, also of different resolution: all are brought to the coarsest scale among
 * them first, which is exact because a bucket of scale {@code n - 1} is the union of two buckets of
 * scale {@code n}. For one thread.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponential-scale">OpenTelemetry
 *     data model, exponential scale: downscaling is a shift of the bucket index</a>
 */
public final class MergedDistribution {

  private Distribution total;

  /** Null before the first {@link #add}. */
  public Distribution total() {
    return total;
  }

  /** Number of values. */
  public long count() {
    return total == null ? 0 : total.count();
  }

  /** Takes in the values of one more. */
  public void add(Distribution more) {
    if (total == null) {
      total = more;
      return;
    }
    int scale = Math.min(total.scale(), more.scale());
    // What one side calls zero is at worst counted as zero for both; its buckets stay as they are.
    double zero = Math.max(total.zeroThreshold(), more.zeroThreshold());
    total = coarsened(total, scale, zero).plus(coarsened(more, scale, zero));
  }

  private static Distribution coarsened(Distribution fine, int scale, double zeroThreshold) {
    if (fine.scale() == scale && fine.zeroThreshold() == zeroThreshold) {
      return fine;
    }
    int shift = Math.min(fine.scale() - scale, Integer.SIZE - 1);
    int from = fine.offset() >> shift;
    int last = (fine.offset() + Math.max(0, fine.bucketCount() - 1)) >> shift;
    long[] counts = new long[last - from + 1];
    for (int i = 0; i < fine.bucketCount(); i++) {
      int index = fine.offset() + i;
      counts[(index >> shift) - from] += fine.countAt(index);
    }
    return new Distribution(
        scale,
        fine.count(),
        fine.sum(),
        fine.min(),
        fine.max(),
        fine.zeroCount(),
        zeroThreshold,
        from,
        counts);
  }
}
