package dev.gemba.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Distribution;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BucketsPropertyTest {

  @Property(tries = 500)
  void aClassicBucketLacksAtMostTheOneBucketThatItsBoundCutsThrough(
      @ForAll("durations") List<Double> values, @ForAll @IntRange(min = -2, max = 12) int scale) {
    double[] array = array(values);
    double base = Math.pow(2, Math.pow(2, -scale));

    ClassicHistogramBuckets buckets = point(Samples.distribution(scale, array)).getClassicBuckets();

    long cumulative = 0;
    for (int i = 0; i < buckets.size(); i++) {
      cumulative += buckets.getCount(i);
      double bound = buckets.getUpperBound(i);
      assertThat(cumulative)
          .isLessThanOrEqualTo(upTo(bound, array))
          .isGreaterThanOrEqualTo(upTo(bound / base * (1 - 1e-9), array));
    }
    assertThat(cumulative).isEqualTo(array.length);
  }

  @Property(tries = 500)
  void everyNativeBucketHoldsTheValuesBetweenItsBounds(
      @ForAll("durations") List<Double> values, @ForAll @IntRange(min = -4, max = 12) int scale) {
    double[] array = array(values);

    HistogramDataPointSnapshot point = point(Samples.distribution(scale, array));

    int schema = Math.min(scale, 8);
    assertThat(point.getNativeSchema()).isEqualTo(schema);
    long count = 0;
    for (NativeHistogramBucket bucket : point.getNativeBucketsForPositiveValues()) {
      // Prometheus' definition: bucket i holds what is in (base^(i-1), base^i].
      double lower = Math.pow(2, Math.scalb(bucket.getBucketIndex() - 1.0, -schema));
      double upper = Math.pow(2, Math.scalb((double) bucket.getBucketIndex(), -schema));
      assertThat(upTo(upper, array) - upTo(lower, array)).isEqualTo(bucket.getCount());
      count += bucket.getCount();
    }
    assertThat(count).isEqualTo(array.length);
    assertThat(point.getCount()).isEqualTo(array.length);
  }

  @Property(tries = 50)
  void whatIsTooCoarseForANativeHistogramIsAClassicOne(
      @ForAll("durations") List<Double> values, @ForAll @IntRange(min = -10, max = -5) int scale) {
    HistogramDataPointSnapshot point = point(Samples.distribution(scale, array(values)));

    assertThat(point.hasNativeHistogramData()).isFalse();
    assertThat(point.getCount()).isEqualTo(values.size());
  }

  @Property(tries = 100)
  void zerosCountUnderTheirThreshold(@ForAll @IntRange(min = 0, max = 1000) int zeros) {
    HistogramDataPointSnapshot point =
        point(new Distribution(4, zeros, 0, 0, 0, zeros, 0.003, 0, new long[0]));

    assertThat(point.getNativeZeroCount()).isEqualTo(zeros);
    assertThat(point.getNativeZeroThreshold()).isEqualTo(0.003);
    assertThat(point.getCount()).isEqualTo(zeros);
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    for (int i = 0; i < buckets.size(); i++) {
      assertThat(buckets.getCount(i)).isEqualTo(buckets.getUpperBound(i) == 0.005 ? zeros : 0);
    }
  }

  @Provide
  Arbitrary<List<Double>> durations() {
    return Arbitraries.oneOf(
            Arbitraries.doubles().between(-9, 4).map(exponent -> Math.pow(10, exponent)),
            Arbitraries.of(1e-6, 2.5e-6, 0.001, 0.5, 1.0, 2.0, 4.0, 1000.0, 3600.0))
        .list()
        .ofMinSize(1)
        .ofMaxSize(100);
  }

  private static HistogramDataPointSnapshot point(Distribution distribution) {
    return Buckets.dataPoint(
        Samples.durations("a", distribution), "s", Labels.EMPTY, Samples.START);
  }

  private static long upTo(double bound, double[] values) {
    return DoubleStream.of(values).filter(value -> value <= bound).count();
  }

  private static double[] array(List<Double> values) {
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(array);
    return array;
  }
}
