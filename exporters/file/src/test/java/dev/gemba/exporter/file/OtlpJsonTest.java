package dev.gemba.exporter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Span;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpJsonTest {

  private static final long START_NANOS = 1_800_000_000_000_000_005L;

  private final OtlpJson json = new OtlpJson();

  @Test
  void spellsMetricsAsOtlpDemands() throws IOException {
    Distribution distribution =
        new Distribution(4, 6, 0.75, 0.0, 0.5, 1, 1e-9, -20, new long[] {2, 0, 3});

    String line = metrics(Samples.durations(distribution));

    assertThat(line.replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"V\""))
        .isEqualTo(
            "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
                + "\"value\":{\"stringValue\":\"kanban\"}}]},\"scopeMetrics\":[{\"scope\":{"
                + "\"name\":\"dev.gemba\",\"version\":\"V\"},\"metrics\":[{"
                + "\"name\":\"gemba.operation.duration\",\"description\":\"Durations\","
                + "\"unit\":\"s\",\"exponentialHistogram\":{\"dataPoints\":[{\"attributes\":[{"
                + "\"key\":\"gemba.operation\",\"value\":{\"stringValue\":\"board.load\"}}],"
                + "\"startTimeUnixNano\":\"1800000000000000005\","
                + "\"timeUnixNano\":\"1800000001000000005\",\"count\":\"6\",\"sum\":0.75,"
                + "\"scale\":4,\"zeroCount\":\"1\",\"positive\":{\"offset\":-20,"
                + "\"bucketCounts\":[\"2\",\"0\",\"3\"]},\"min\":0.0,\"max\":0.5,"
                + "\"zeroThreshold\":0.000000001,\"exemplars\":[{"
                + "\"timeUnixNano\":\"1800000000500000000\",\"asDouble\":0.5,"
                + "\"spanId\":\"b7ad6b7169203331\","
                + "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"}]}],"
                + "\"aggregationTemporality\":2}}]}]}]}\n");
  }

  @Test
  void spellsSpansAsOtlpDemands() throws IOException {
    String line = traces(Samples.span("board.load"));

    assertThat(line)
        .startsWith("{\"resourceSpans\":[{\"resource\":{\"attributes\":[")
        .contains("\"scopeSpans\":[{\"scope\":{\"name\":\"dev.gemba\",\"version\":\"")
        .endsWith(
            "\"spans\":[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
                + "\"spanId\":\"b7ad6b7169203331\",\"traceState\":\"ot=th:c\",\"name\":\"board.load\",\"kind\":1,"
                + "\"startTimeUnixNano\":\"1800000000000000001\","
                + "\"endTimeUnixNano\":\"1800000000000000007\","
                + "\"attributes\":[{\"key\":\"thread.id\",\"value\":{\"intValue\":\"7\"}}]}]}]}]}\n");
  }

  @Test
  void namesTheScopeWithTheVersionOfTheBuild() throws IOException {
    ResourceMetrics request = OtlpLines.metrics(metrics(Samples.counter(1))).getResourceMetrics(0);

    assertThat(request.getScopeMetrics(0).getScope().getName()).isEqualTo("dev.gemba");
    assertThat(request.getScopeMetrics(0).getScope().getVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void keepsEveryFieldOfADistribution() throws IOException {
    long big = Long.MAX_VALUE - 3;
    Distribution distribution =
        new Distribution(
            4, big, Math.PI * 1e300, 1e-9, 3600, 1, 0.5e-9, -479, new long[] {big - 1});

    var metric = OtlpLines.onlyMetric(metrics(Samples.durations(distribution)));

    assertThat(metric.getName()).isEqualTo("gemba.operation.duration");
    assertThat(metric.getUnit()).isEqualTo("s");
    assertThat(metric.getExponentialHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    ExponentialHistogramDataPoint point = metric.getExponentialHistogram().getDataPoints(0);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(START_NANOS);
    assertThat(point.getTimeUnixNano()).isEqualTo(START_NANOS + 1_000_000_000L);
    assertThat(distribution(point)).isEqualTo(distribution);
  }

  @Test
  void leavesOutWhatIsUnknownOfADistribution() throws IOException {
    var metric = OtlpLines.onlyMetric(metrics(Samples.durations(Distribution.empty(4))));

    ExponentialHistogramDataPoint point = metric.getExponentialHistogram().getDataPoints(0);
    assertThat(point.hasMin()).isFalse();
    assertThat(point.hasMax()).isFalse();
    assertThat(point.hasSum()).isTrue();
  }

  @Test
  void tellsCountersFromUpDownCountersAndGauges() throws IOException {
    List<Metric.NumberPoint> points =
        List.of(
            new Metric.NumberPoint(Attributes.of("gemba.operation", "a"), Long.MIN_VALUE),
            new Metric.NumberPoint(Attributes.of("gemba.operation", "b"), 0.1),
            new Metric.NumberPoint(Attributes.of("gemba.operation", "c"), Double.NaN));

    var counter =
        OtlpLines.onlyMetric(metrics(new Metric("n", "1", "d", new Metric.Sum(true, points))));
    var upDown =
        OtlpLines.onlyMetric(metrics(new Metric("n", "1", "d", new Metric.Sum(false, points))));
    var gauge = OtlpLines.onlyMetric(metrics(new Metric("n", "1", "d", new Metric.Gauge(points))));

    assertThat(counter.getSum().getIsMonotonic()).isTrue();
    assertThat(counter.getSum().getAggregationTemporalityValue()).isEqualTo(2);
    assertThat(upDown.getSum().getIsMonotonic()).isFalse();
    assertThat(gauge.getGauge().getDataPointsList())
        .isEqualTo(counter.getSum().getDataPointsList());
    NumberDataPoint first = gauge.getGauge().getDataPoints(0);
    assertThat(first.hasAsInt()).isTrue();
    assertThat(first.getAsInt()).isEqualTo(Long.MIN_VALUE);
    assertThat(first.getTimeUnixNano()).isEqualTo(START_NANOS + 1_000_000_000L);
    assertThat(gauge.getGauge().getDataPoints(1).getAsDouble()).isEqualTo(0.1);
    assertThat(gauge.getGauge().getDataPoints(2).getAsDouble()).isNaN();
  }

  @Test
  void keepsEveryFieldOfASpan() throws IOException {
    Span span =
        new Span(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            "00f067aa0ba902b7",
            "board.load",
            Span.Kind.SERVER,
            1,
            Long.MAX_VALUE,
            Attributes.of("b", true).with("l", Long.MIN_VALUE).with("d", 1e-300).with("s", "\"\n"),
            "java.io.IOException");

    ResourceSpans request = OtlpLines.traces(traces(span)).getResourceSpans(0);

    assertThat(request.getResource().getAttributesList())
        .containsExactly(text("service.name", "kanban"));
    var read = request.getScopeSpans(0).getSpans(0);
    assertThat(HexFormat.of().formatHex(read.getTraceId().toByteArray())).isEqualTo(span.traceId());
    assertThat(HexFormat.of().formatHex(read.getSpanId().toByteArray())).isEqualTo(span.spanId());
    assertThat(HexFormat.of().formatHex(read.getParentSpanId().toByteArray()))
        .isEqualTo(span.parentSpanId());
    assertThat(read.getName()).isEqualTo("board.load");
    assertThat(read.getKind())
        .isEqualTo(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(read.getStartTimeUnixNano()).isEqualTo(1);
    assertThat(read.getEndTimeUnixNano()).isEqualTo(Long.MAX_VALUE);
    assertThat(read.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(read.getStatus().getMessage()).isEqualTo("java.io.IOException");
    assertThat(read.getAttributesList())
        .containsExactlyInAnyOrder(
            value("b", AnyValue.newBuilder().setBoolValue(true)),
            value("l", AnyValue.newBuilder().setIntValue(Long.MIN_VALUE)),
            value("d", AnyValue.newBuilder().setDoubleValue(1e-300)),
            text("s", "\"\n"),
            text("error.type", "java.io.IOException"));
  }

  @Test
  void writesAnErrorTypeThatIsAlsoAnAttributeOnce() throws IOException {
    Span span = Samples.span("a");
    Span failed =
        new Span(
            span.traceId(),
            span.spanId(),
            "",
            "a",
            Span.Kind.INTERNAL,
            1,
            2,
            Attributes.of("error.type", "other"),
            "java.lang.Error");

    var read = OtlpLines.traces(traces(failed)).getResourceSpans(0).getScopeSpans(0).getSpans(0);

    assertThat(read.getAttributesList()).containsExactly(text("error.type", "java.lang.Error"));
    assertThat(read.getParentSpanId().isEmpty()).isTrue();
  }

  @Test
  void replacesHalvesOfSurrogatePairs() throws IOException {
    String line = traces(Samples.span("cut \uD83D, turned \uDE00\uD83D, whole \uD83D\uDE00"));

    var read = OtlpLines.traces(line).getResourceSpans(0).getScopeSpans(0).getSpans(0);

    assertThat(read.getName()).isEqualTo("cut \uFFFD, turned \uFFFD\uFFFD, whole \uD83D\uDE00");
  }

  @Test
  void putsARequestOnOneLine() throws IOException {
    String line = traces(Samples.span("a\nb\r\u0085\u2028"));

    assertThat(line).endsWith("\n");
    assertThat(line.substring(0, line.length() - 1)).doesNotContain("\n", "\r");
  }

  private String metrics(Metric metric) throws IOException {
    return new String(json.metrics(Samples.snapshot(1000, List.of(metric), List.of())), UTF_8);
  }

  private String traces(Span span) throws IOException {
    return new String(json.traces(Samples.snapshot(1000, List.of(), List.of(span))), UTF_8);
  }

  static Distribution distribution(ExponentialHistogramDataPoint point) {
    return new Distribution(
        point.getScale(),
        point.getCount(),
        point.getSum(),
        point.hasMin() ? point.getMin() : Double.NaN,
        point.hasMax() ? point.getMax() : Double.NaN,
        point.getZeroCount(),
        point.getZeroThreshold(),
        point.getPositive().getOffset(),
        point.getPositive().getBucketCountsList().stream().mapToLong(Long::longValue).toArray());
  }

  private static KeyValue text(String key, String value) {
    return value(key, AnyValue.newBuilder().setStringValue(value));
  }

  private static KeyValue value(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }
}
