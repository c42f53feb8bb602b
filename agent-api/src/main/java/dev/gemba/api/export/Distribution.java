package dev.gemba.api.export;

import java.util.Arrays;

/**
 * A distribution of non-negative values as an OpenTelemetry exponential histogram: bucket {@code i}
 * of {@link #counts} holds the values in {@code (base^(offset+i), base^(offset+i+1)]} where {@code
 * base = 2^(2^-scale)}.
 *
 * <p>Distributions of one scale merge exactly, in any order. Immutable, although {@link #counts()}
 * hands out a copy and therefore costs an allocation.
 *
 * @param scale resolution; a bucket is {@code base - 1} wide relative to its lower bound
 * @param count number of values, equal to the sum of all buckets and {@code zeroCount}
 * @param sum exact sum of all values
 * @param min smallest value, {@link Double#NaN} if unknown or if there is none
 * @param max largest value, {@link Double#NaN} if unknown or if there is none
 * @param zeroCount number of values at or under {@code zeroThreshold}
 * @param zeroThreshold upper bound of what counts as zero
 * @param offset index of the first bucket
 * @param counts number of values in each bucket, without leading or trailing empty ones
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">
 *     OpenTelemetry data model, ExponentialHistogram</a>
 */
@SuppressWarnings("ArrayRecordComponent") // copied in, copied out, compared by content below
public record Distribution(
    int scale,
    long count,
    double sum,
    double min,
    double max,
    long zeroCount,
    double zeroThreshold,
    int offset,
    long[] counts) {

  /** Trims empty buckets at both ends, so that equal distributions compare as equal. */
  public Distribution {
    int from = 0;
    int to = counts.length;
    while (from < to && counts[from] == 0) {
      from++;
    }
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    counts = Arrays.copyOfRange(counts, from, to);
    offset = counts.length == 0 ? 0 : offset + from;
    long total = zeroCount;
    for (long n : counts) {
      if (n < 0) {
        throw new IllegalArgumentException("a bucket holds " + n + " values");
      }
      total += n;
    }
    if (zeroCount < 0 || total != count) {
      throw new IllegalArgumentException("count is " + count + ", but the buckets hold " + total);
    }
  }

  /** A distribution without values. */
  public static Distribution empty(int scale) {
    return new Distribution(scale, 0, 0, Double.NaN, Double.NaN, 0, 0, 0, new long[0]);
  }

  @Override
  public long[] counts() {
    return counts.clone();
  }

  /** Number of buckets between the lowest and the highest used one. */
  public int bucketCount() {
    return counts.length;
  }

  /** Values in the bucket with this (absolute) index; zero outside the used range. */
  public long countAt(int index) {
    int i = index - offset;
    return i < 0 || i >= counts.length ? 0 : counts[i];
  }

  /** Lower, exclusive bound of the bucket with this (absolute) index. */
  public static double lowerBound(int scale, int index) {
    return Math.pow(2, Math.scalb((double) index, -scale));
  }

  /** Arithmetic mean, or NaN without values. */
  public double mean() {
    return count == 0 ? Double.NaN : sum / count;
  }

  /**
   * The value below which a share of all values lie: the geometric middle of the bucket that holds
   * that rank, never outside {@code [min, max]}. Its relative error is at most {@code sqrt(base) -
   * 1}, which is 2.2 % at scale 4.
   *
   * @param share between 0 and 1
   * @return NaN without values
   */
  public double percentile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a percentile's share is " + share + ", not in [0, 1]");
    }
    if (count == 0) {
      return Double.NaN;
    }
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = zeroCount;
    if (seen >= rank) {
      return Double.isNaN(min) ? 0 : Math.max(0, min);
    }
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return clamp(Math.pow(2, Math.scalb(offset + i + 0.5, -scale)));
      }
    }
    throw new AssertionError("rank " + rank + " lies beyond " + seen + " values");
  }

  /**
   * All values of both.
   *
   * @throws IllegalArgumentException if the scales or zero thresholds differ
   */
  public Distribution plus(Distribution other) {
    requireComparable(other);
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    int from = lowest(other);
    long[] merged = new long[highest(other) - from];
    for (int i = 0; i < merged.length; i++) {
      merged[i] = countAt(from + i) + other.countAt(from + i);
    }
    return new Distribution(
        scale,
        count + other.count,
        sum + other.sum,
        least(min, other.min),
        greatest(max, other.max),
        zeroCount + other.zeroCount,
        zeroThreshold,
        from,
        merged);
  }

  /**
   * The values of this that are not in an earlier state of the same series. Minimum and maximum of
   * that interval are unknown (NaN).
   *
   * @throws IllegalArgumentException if {@code earlier} is no earlier state of this
   */
  public Distribution minus(Distribution earlier) {
    requireComparable(earlier);
    if (earlier.count == 0) {
      return this;
    }
    int from = lowest(earlier);
    long[] left = new long[highest(earlier) - from];
    for (int i = 0; i < left.length; i++) {
      left[i] = countAt(from + i) - earlier.countAt(from + i);
    }
    return new Distribution(
        scale,
        count - earlier.count,
        sum - earlier.sum,
        Double.NaN,
        Double.NaN,
        zeroCount - earlier.zeroCount,
        zeroThreshold,
        from,
        left);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Distribution that
        && scale == that.scale
        && count == that.count
        && Double.compare(sum, that.sum) == 0
        && Double.compare(min, that.min) == 0
        && Double.compare(max, that.max) == 0
        && zeroCount == that.zeroCount
        && Double.compare(zeroThreshold, that.zeroThreshold) == 0
        && offset == that.offset
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + Long.hashCode(count);
  }

  private void requireComparable(Distribution other) {
    if (scale != other.scale) {
      throw new IllegalArgumentException("scales differ: " + scale + " and " + other.scale);
    }
    if (count > 0 && other.count > 0 && zeroThreshold != other.zeroThreshold) {
      throw new IllegalArgumentException(
          "zero thresholds differ: " + zeroThreshold + " and " + other.zeroThreshold);
    }
  }

  private int lowest(Distribution other) {
    if (counts.length == 0) {
      return other.offset;
    }
    return other.counts.length == 0 ? offset : Math.min(offset, other.offset);
  }

  private int highest(Distribution other) {
    if (counts.length == 0) {
      return other.offset + other.counts.length;
    }
    int end = offset + counts.length;
    return other.counts.length == 0 ? end : Math.max(end, other.offset + other.counts.length);
  }

  private double clamp(double value) {
    double low = Double.isNaN(min) ? value : Math.max(value, min);
    return Double.isNaN(max) ? low : Math.min(low, max);
  }

  private static double least(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  private static double greatest(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }
}
