package dev.gemba.exporter.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Span;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Messages as whoever knows OTLP reads them, with protobuf's own library: the model that was
 * exported, again. Fails if resource, scope, times or temporality are others.
 */
final class Decoded {

  private Decoded() {}

  static List<Span> spans(byte[] message) throws InvalidProtocolBufferException {
    List<Span> spans = new ArrayList<>();
    for (ResourceSpans resource :
        ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
      check("resource", attributes(resource.getResource().getAttributesList()), kanban());
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        check("scope", scope.getScope().getName(), "dev.gemba");
        scope.getSpansList().forEach(span -> spans.add(span(span)));
      }
    }
    return spans;
  }

  /** With every point as of so many seconds after the start. */
  static List<Metric> metrics(byte[] message, int seconds) throws InvalidProtocolBufferException {
    List<Metric> metrics = new ArrayList<>();
    for (ResourceMetrics resource :
        ExportMetricsServiceRequest.parseFrom(message).getResourceMetricsList()) {
      check("resource", attributes(resource.getResource().getAttributesList()), kanban());
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        check("scope", scope.getScope().getName(), "dev.gemba");
        scope
            .getMetricsList()
            .forEach(
                metric ->
                    metrics.add(
                        new Metric(
                            metric.getName(),
                            metric.getUnit(),
                            metric.getDescription(),
                            data(metric, Samples.START_NANOS + seconds * 1_000_000_000L))));
      }
    }
    return metrics;
  }

  private static Span span(io.opentelemetry.proto.trace.v1.Span span) {
    Attributes attributes = attributes(span.getAttributesList());
    boolean failed = span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR;
    return new Span(
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getName(),
        Span.Kind.valueOf(span.getKind().name().replace("SPAN_KIND_", "")),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        failed ? without(attributes, "error.type") : attributes,
        failed ? attributes.text("error.type") : null);
  }

  private static Metric.Data data(io.opentelemetry.proto.metrics.v1.Metric metric, long time) {
    return switch (metric.getDataCase()) {
      case SUM -> {
        checkCumulative(metric.getSum().getAggregationTemporality());
        yield new Metric.Sum(
            metric.getSum().getIsMonotonic(), numbers(metric.getSum().getDataPointsList(), time));
      }
      case GAUGE -> new Metric.Gauge(numbers(metric.getGauge().getDataPointsList(), time));
      case EXPONENTIAL_HISTOGRAM -> {
        checkCumulative(metric.getExponentialHistogram().getAggregationTemporality());
        yield new Metric.Histogram(
            metric.getExponentialHistogram().getDataPointsList().stream()
                .map(point -> histogram(point, time))
                .toList());
      }
      default -> throw new AssertionError(metric.getDataCase());
    };
  }

  private static List<NumberPoint> numbers(List<NumberDataPoint> points, long time) {
    List<NumberPoint> numbers = new ArrayList<>();
    for (NumberDataPoint point : points) {
      check("start", point.getStartTimeUnixNano(), Samples.START_NANOS);
      check("time", point.getTimeUnixNano(), time);
      Number value = point.hasAsInt() ? (Number) point.getAsInt() : (Number) point.getAsDouble();
      numbers.add(new NumberPoint(attributes(point.getAttributesList()), value));
    }
    return numbers;
  }

  private static HistogramPoint histogram(ExponentialHistogramDataPoint point, long time) {
    check("start", point.getStartTimeUnixNano(), Samples.START_NANOS);
    check("time", point.getTimeUnixNano(), time);
    return new HistogramPoint(
        attributes(point.getAttributesList()),
        new Distribution(
            point.getScale(),
            point.getCount(),
            point.getSum(),
            point.getMin(),
            point.getMax(),
            point.getZeroCount(),
            0,
            point.getPositive().getOffset(),
            point.getPositive().getBucketCountsList().stream()
                .mapToLong(Long::longValue)
                .toArray()));
  }

  private static Attributes attributes(List<KeyValue> list) {
    Attributes attributes = Attributes.empty();
    for (KeyValue one : list) {
      attributes = attributes.with(one.getKey(), value(one.getValue()));
    }
    return attributes;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      default -> throw new AssertionError(value);
    };
  }

  private static Attributes without(Attributes attributes, String name) {
    Attributes rest = Attributes.empty();
    for (String other : attributes.values().keySet()) {
      rest = other.equals(name) ? rest : rest.with(other, attributes.values().get(other));
    }
    return rest;
  }

  private static Attributes kanban() {
    return Samples.KANBAN.attributes();
  }

  private static void checkCumulative(AggregationTemporality temporality) {
    check("", temporality, AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
  }

  private static void check(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      throw new AssertionError(what + " is " + found + " and not " + expected);
    }
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
