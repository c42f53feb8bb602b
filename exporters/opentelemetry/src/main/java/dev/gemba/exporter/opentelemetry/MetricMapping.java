package dev.gemba.exporter.opentelemetry;

import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Snapshot;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoubleExemplarData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * From the exporter model's metrics to OpenTelemetry's, for one moment.
 *
 * <p>A metric with points of both number types is sent as doubles. Sums that can shrink stay
 * cumulative under delta temporality, as OpenTelemetry's delta preference has it. OpenTelemetry's
 * model has no zero threshold, so a distribution's does not travel.
 */
public final class MetricMapping {

  private final Resource resource;
  private final AggregationTemporality temporality;
  private final long cumulativeStart;
  private final long start;
  private final long time;

  private MetricMapping(Snapshot snapshot, Instant start, boolean delta) {
    this.resource = AttributeMapping.resource(snapshot.resource());
    this.temporality = delta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
    this.cumulativeStart = epochNanos(snapshot.start());
    this.start = epochNanos(start);
    this.time = epochNanos(snapshot.time());
  }

  /**
   * These metrics as they were at the snapshot's time.
   *
   * @param metrics of the snapshot, or their differences
   * @param start of sums and histograms in {@code metrics}
   */
  public static List<MetricData> metrics(
      List<Metric> metrics, Snapshot snapshot, Instant start, boolean delta) {
    MetricMapping mapping = new MetricMapping(snapshot, start, delta);
    return metrics.stream().map(mapping::metric).toList();
  }

  private MetricData metric(Metric metric) {
    Metric.Data data = metric.data();
    if (data instanceof Metric.Sum sum) {
      return sum(metric, sum);
    }
    if (data instanceof Metric.Gauge gauge) {
      return gauge(metric, gauge);
    }
    return histogram(metric, (Metric.Histogram) data);
  }

  private MetricData sum(Metric metric, Metric.Sum sum) {
    AggregationTemporality of = sum.monotonic() ? temporality : AggregationTemporality.CUMULATIVE;
    long since = sum.monotonic() ? start : cumulativeStart;
    if (allLong(sum.points())) {
      return ImmutableMetricData.createLongSum(
          resource,
          AttributeMapping.SCOPE,
          metric.name(),
          metric.description(),
          metric.unit(),
          SumData.createLongSumData(sum.monotonic(), of, longs(sum.points(), since)));
    }
    return ImmutableMetricData.createDoubleSum(
        resource,
        AttributeMapping.SCOPE,
        metric.name(),
        metric.description(),
        metric.unit(),
        SumData.createDoubleSumData(sum.monotonic(), of, doubles(sum.points(), since)));
  }

  private MetricData gauge(Metric metric, Metric.Gauge gauge) {
    if (allLong(gauge.points())) {
      return ImmutableMetricData.createLongGauge(
          resource,
          AttributeMapping.SCOPE,
          metric.name(),
          metric.description(),
          metric.unit(),
          GaugeData.createLongGaugeData(longs(gauge.points(), cumulativeStart)));
    }
    return ImmutableMetricData.createDoubleGauge(
        resource,
        AttributeMapping.SCOPE,
        metric.name(),
        metric.description(),
        metric.unit(),
        GaugeData.createDoubleGaugeData(doubles(gauge.points(), cumulativeStart)));
  }

  private MetricData histogram(Metric metric, Metric.Histogram histogram) {
    return ImmutableMetricData.createExponentialHistogram(
        resource,
        AttributeMapping.SCOPE,
        metric.name(),
        metric.description(),
        metric.unit(),
        ExponentialHistogramData.create(
            temporality, histogram.points().stream().map(this::point).toList()));
  }

  private ExponentialHistogramPointData point(HistogramPoint point) {
    Distribution values = point.distribution();
    List<Long> counts = Arrays.stream(values.counts()).boxed().toList();
    return ExponentialHistogramPointData.create(
        values.scale(),
        values.sum(),
        values.zeroCount(),
        !Double.isNaN(values.min()),
        values.min(),
        !Double.isNaN(values.max()),
        values.max(),
        ExponentialHistogramBuckets.create(values.scale(), values.offset(), counts),
        ExponentialHistogramBuckets.create(values.scale(), 0, List.of()),
        start,
        time,
        AttributeMapping.attributes(point.attributes()),
        exemplars(point.exemplar()));
  }

  private static List<DoubleExemplarData> exemplars(Exemplar exemplar) {
    return exemplar == null
        ? List.of()
        : List.of(
            ImmutableDoubleExemplarData.create(
                Attributes.empty(),
                exemplar.epochNanos(),
                SpanContext.create(
                    exemplar.traceId(),
                    exemplar.spanId(),
                    TraceFlags.getSampled(),
                    TraceState.getDefault()),
                exemplar.value()));
  }

  private List<LongPointData> longs(List<NumberPoint> points, long since) {
    return points.stream()
        .map(
            point ->
                LongPointData.create(
                    since,
                    time,
                    AttributeMapping.attributes(point.attributes()),
                    point.value().longValue()))
        .toList();
  }

  private List<DoublePointData> doubles(List<NumberPoint> points, long since) {
    return points.stream()
        .map(
            point ->
                DoublePointData.create(
                    since,
                    time,
                    AttributeMapping.attributes(point.attributes()),
                    point.value().doubleValue(),
                    List.of()))
        .toList();
  }

  private static boolean allLong(List<NumberPoint> points) {
    return points.stream().allMatch(point -> point.value() instanceof Long);
  }

  private static long epochNanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
