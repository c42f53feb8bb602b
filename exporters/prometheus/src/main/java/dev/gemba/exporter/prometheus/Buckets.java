package dev.gemba.exporter.prometheus;

import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric.HistogramPoint;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A distribution as Prometheus' two kinds of histogram.
 *
 * <p><b>Native.</b> The buckets are the same, but Prometheus names a bucket by the exponent of its
 * upper bound where OpenTelemetry takes the lower one, so an index is one more there. Prometheus
 * knows scales from -4 to 8 only: finer buckets are joined, which is exact, and for coarser ones
 * there is no native histogram.
 *
 * <p><b>Classic.</b> A bucket counts wholly under the first bound that is not below its own upper
 * bound. So no classic bucket holds a value above its bound, and it lacks at most what lies in the
 * one bucket that its bound cuts through.
 *
 * @see <a href="https://prometheus.io/docs/specs/native_histograms/">Native Histograms</a>
 */
final class Buckets {

  private static final int COARSEST_SCHEMA = -4;
  private static final int FINEST_SCHEMA = 8;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final int DECADES = 9;
  private static final double[] SECONDS = bounds(-6, 1000, 2500, 3600);
  private static final double[] OTHERS = bounds(0, 1e9);

  private Buckets() {}

  static HistogramDataPointSnapshot dataPoint(
      HistogramPoint point, String unit, Labels labels, Instant start) {
    Distribution distribution = point.distribution();
    boolean isNative = distribution.scale() >= COARSEST_SCHEMA;
    return new HistogramDataPointSnapshot(
        classic(distribution, unit.equals("s") ? SECONDS : OTHERS),
        isNative
            ? Math.min(distribution.scale(), FINEST_SCHEMA)
            : HistogramSnapshot.CLASSIC_HISTOGRAM,
        distribution.zeroCount(),
        // Without a threshold, Prometheus takes a histogram that holds nothing yet for a classic
        // one, and would later see it change its kind.
        Math.max(distribution.zeroThreshold(), Double.MIN_NORMAL),
        isNative ? natively(distribution) : NativeHistogramBuckets.EMPTY,
        NativeHistogramBuckets.EMPTY,
        distribution.sum(),
        labels,
        exemplars(point.exemplar()),
        start.toEpochMilli());
  }

  private static Exemplars exemplars(Exemplar exemplar) {
    return exemplar == null
        ? Exemplars.EMPTY
        : Exemplars.of(
            io.prometheus.metrics.model.snapshots.Exemplar.builder()
                .value(exemplar.value())
                .traceId(exemplar.traceId())
                .spanId(exemplar.spanId())
                .timestampMillis(exemplar.epochNanos() / NANOS_PER_MILLI)
                .build());
  }

  private static NativeHistogramBuckets natively(Distribution distribution) {
    int shift = Math.max(0, distribution.scale() - FINEST_SCHEMA);
    NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
    long[] counts = distribution.counts();
    for (int i = 0; i < counts.length; ) {
      int index = (distribution.offset() + i) >> shift;
      long count = 0;
      while (i < counts.length && (distribution.offset() + i) >> shift == index) {
        count += counts[i++];
      }
      if (count > 0) {
        buckets.bucket(index + 1, count);
      }
    }
    return buckets.build();
  }

  private static ClassicHistogramBuckets classic(Distribution distribution, double[] bounds) {
    long[] classic = new long[bounds.length];
    classic[firstNotBelow(distribution.zeroThreshold(), bounds)] += distribution.zeroCount();
    long[] counts = distribution.counts();
    for (int i = 0; i < counts.length; i++) {
      int next = distribution.offset() + i + 1;
      double upperBound = Distribution.lowerBound(distribution.scale(), next);
      classic[firstNotBelow(upperBound, bounds)] += counts[i];
    }
    return ClassicHistogramBuckets.of(bounds, classic);
  }

  private static int firstNotBelow(double value, double[] bounds) {
    int found = Arrays.binarySearch(bounds, value);
    return found >= 0 ? found : -found - 1;
  }

  /** 1, 2.5 and 5 in each of nine decades, then the last ones, then infinity. */
  private static double[] bounds(int firstDecade, double... last) {
    double[] digits = {1, 2.5, 5};
    int regular = DECADES * digits.length;
    double[] bounds = new double[regular + last.length + 1];
    for (int i = 0; i < regular; i++) {
      // By way of decimal text: a product would not be the double nearest to the decimal bound.
      bounds[i] =
          Double.parseDouble(digits[i % digits.length] + "e" + (firstDecade + i / digits.length));
    }
    System.arraycopy(last, 0, bounds, regular, last.length);
    bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
    return bounds;
  }
}
