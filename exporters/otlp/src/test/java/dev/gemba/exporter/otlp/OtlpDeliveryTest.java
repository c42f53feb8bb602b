package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server decodes is what the snapshot held, over both protocols. */
@Timeout(60)
final class OtlpDeliveryTest {

  private static final long START_NANOS =
      Samples.START.getEpochSecond() * 1_000_000_000L + Samples.START.getNano();
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void deliversSpansWithIdsParentsTimesAttributesAndStatus(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      deliver(
          server,
          Samples.at(
              1,
              List.of(),
              Samples.span("00f067aa0ba902b7", "", null),
              Samples.span("00f067aa0ba902b8", "00f067aa0ba902b7", "java.io.IOException")));

      ResourceSpans resource = server.traces.get(0).getResourceSpans(0);
      assertThat(texts(resource.getResource().getAttributesList()))
          .isEqualTo(Map.of("service.name", "kanban", "process.pid", "4711"));
      assertThat(resource.getScopeSpans(0).getScope().getName()).isEqualTo("dev.gemba");
      var root = server.spans().get(0);
      var child = server.spans().get(1);
      assertThat(root.getTraceId()).isEqualTo(bytes(Samples.TRACE));
      assertThat(root.getSpanId()).isEqualTo(bytes("00f067aa0ba902b7"));
      assertThat(root.getParentSpanId()).isEqualTo(ByteString.EMPTY);
      assertThat(root.getName()).isEqualTo("kanban.board.load");
      assertThat(root.getTraceState()).isEqualTo("ot=th:c,acme=1");
      assertThat(root.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
      assertThat(root.getStartTimeUnixNano()).isEqualTo(1_700_000_000_000_000_001L);
      assertThat(root.getEndTimeUnixNano()).isEqualTo(1_700_000_000_500_000_002L);
      assertThat(root.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(values(root.getAttributesList()))
          .isEqualTo(
              Map.of(
                  "board.id", AnyValue.newBuilder().setStringValue("b1").build(),
                  "task.count", AnyValue.newBuilder().setIntValue(42).build(),
                  "ratio", AnyValue.newBuilder().setDoubleValue(0.25).build(),
                  "cached", AnyValue.newBuilder().setBoolValue(true).build()));
      assertThat(child.getTraceId()).isEqualTo(root.getTraceId());
      assertThat(child.getSpanId()).isEqualTo(bytes("00f067aa0ba902b8"));
      assertThat(child.getParentSpanId()).isEqualTo(root.getSpanId());
      assertThat(child.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(texts(child.getAttributesList()))
          .containsEntry("error.type", "java.io.IOException")
          .containsEntry("board.id", "b1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void deliversExponentialHistogramsExactly(String protocol) throws Exception {
    Distribution distribution =
        new Distribution(4, 10, 3.75, 0.0005, 1.5, 2, 0, -7, new long[] {1, 0, 4, 3});
    try (Receiver server = Receiver.start(protocol)) {
      deliver(server, Samples.at(3, List.of(Samples.histogram(distribution))));

      ResourceMetrics resource = server.metrics.get(0).getResourceMetrics(0);
      assertThat(texts(resource.getResource().getAttributesList()))
          .containsEntry("service.name", "kanban");
      assertThat(resource.getScopeMetrics(0).getScope().getName()).isEqualTo("dev.gemba");
      var metric = server.newest("gemba.operation.duration");
      assertThat(metric.getUnit()).isEqualTo("s");
      assertThat(metric.getDescription()).isEqualTo("Time of calls.");
      ExponentialHistogram histogram = metric.getExponentialHistogram();
      assertThat(histogram.getAggregationTemporality())
          .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
      ExponentialHistogramDataPoint point = histogram.getDataPoints(0);
      assertThat(point.getScale()).isEqualTo(4);
      assertThat(point.getCount()).isEqualTo(10);
      assertThat(point.getSum()).isEqualTo(3.75);
      assertThat(point.getMin()).isEqualTo(0.0005);
      assertThat(point.getMax()).isEqualTo(1.5);
      assertThat(point.getZeroCount()).isEqualTo(2);
      assertThat(point.getPositive().getOffset()).isEqualTo(-7);
      assertThat(point.getPositive().getBucketCountsList()).containsExactly(1L, 0L, 4L, 3L);
      assertThat(point.getNegative().getBucketCountsList()).isEmpty();
      assertThat(point.getStartTimeUnixNano()).isEqualTo(START_NANOS);
      assertThat(point.getTimeUnixNano()).isEqualTo(START_NANOS + 3 * SECOND);
      assertThat(texts(point.getAttributesList()))
          .isEqualTo(Map.of("gemba.operation", "kanban.board.load"));
      assertThat(point.getExemplarsCount()).isEqualTo(1);
      assertThat(point.getExemplars(0).getAsDouble()).isEqualTo(1.5);
      assertThat(point.getExemplars(0).getTimeUnixNano()).isEqualTo(1_700_000_000_500_000_002L);
      assertThat(point.getExemplars(0).getTraceId()).isEqualTo(bytes(Samples.TRACE));
      assertThat(point.getExemplars(0).getSpanId()).isEqualTo(bytes("00f067aa0ba902b7"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void deliversSumsAndGaugesOfBothNumberTypes(String protocol) throws Exception {
    Metric shrinking =
        new Metric(
            "jvm.thread.count",
            "{thread}",
            "Threads.",
            new Metric.Sum(false, List.of(new Metric.NumberPoint(Attributes.of("d", true), 12L))));
    Metric mixed =
        new Metric(
            "mixed",
            "1",
            "",
            new Metric.Gauge(
                List.of(
                    new Metric.NumberPoint(Attributes.of("n", 1L), 3L),
                    new Metric.NumberPoint(Attributes.of("n", 2L), 0.5))));
    try (Receiver server = Receiver.start(protocol)) {
      deliver(
          server,
          Samples.at(
              1,
              List.of(
                  Samples.counter(Long.MAX_VALUE),
                  shrinking,
                  Samples.gauge("gemba.overhead.ratio", 0.0125),
                  Samples.gauge("jvm.memory.used", 1L << 40),
                  mixed)));

      Sum calls = server.newest("gemba.operation.calls").getSum();
      assertThat(calls.getIsMonotonic()).isTrue();
      assertThat(calls.getAggregationTemporality())
          .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
      assertThat(calls.getDataPoints(0).getAsInt()).isEqualTo(Long.MAX_VALUE);
      assertThat(calls.getDataPoints(0).getStartTimeUnixNano()).isEqualTo(START_NANOS);
      Sum threads = server.newest("jvm.thread.count").getSum();
      assertThat(threads.getIsMonotonic()).isFalse();
      assertThat(threads.getDataPoints(0).getAsInt()).isEqualTo(12);
      assertThat(values(threads.getDataPoints(0).getAttributesList()))
          .isEqualTo(Map.of("d", AnyValue.newBuilder().setBoolValue(true).build()));
      assertThat(gauge(server, "gemba.overhead.ratio").getAsDouble()).isEqualTo(0.0125);
      assertThat(gauge(server, "jvm.memory.used").getAsInt()).isEqualTo(1L << 40);
      assertThat(server.newest("mixed").getGauge().getDataPointsList())
          .extracting(NumberDataPoint::getAsDouble)
          .containsExactly(3.0, 0.5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void deliversEachSpanOfALargeSnapshotOnce(String protocol) throws Exception {
    Span[] spans =
        IntStream.rangeClosed(1, 2500)
            .mapToObj(i -> Samples.span("%016x".formatted(i), "", null))
            .toArray(Span[]::new);
    try (Receiver server = Receiver.start(protocol)) {
      deliver(server, Samples.at(1, List.of(), spans));

      assertThat(server.traces).hasSize(3);
      assertThat(server.spans()).hasSize(2500);
      assertThat(server.spans().stream().map(span -> span.getSpanId()).distinct()).hasSize(2500);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void sendsHeadersAndCompresses(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      Exporter exporter =
          open(
              server,
              Map.of(
                  "compression", "gzip", "headers.api-key", "s=e,cret", "headers.Tenant", "a b"));
      exporter.export(Samples.calls(1, 5));
      exporter.close();

      assertThat(server.headers).hasSize(1);
      assertThat(server.headers.get(0))
          .containsEntry("api-key", "s=e,cret")
          .containsEntry("tenant", "a b")
          .containsEntry(protocol.equals("grpc") ? "grpc-encoding" : "content-encoding", "gzip");
      assertThat(server.newest("gemba.operation.calls").getSum().getDataPoints(0).getAsInt())
          .isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void sendsUncompressedUnlessAsked(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      deliver(server, Samples.calls(1, 5));

      assertThat(server.headers.get(0)).doesNotContainKeys("content-encoding", "grpc-encoding");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void takesItsSettingsFromTheEnvironment(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      Exporter exporter =
          new OtlpExporterProvider(
                  Map.of(
                      "OTEL_EXPORTER_OTLP_ENDPOINT",
                      server.endpoint(),
                      "OTEL_EXPORTER_OTLP_PROTOCOL",
                      protocol,
                      "OTEL_EXPORTER_OTLP_HEADERS",
                      "authorization=Basic%20abc"))
              .open(Samples.options(Map.of()));
      exporter.export(Samples.calls(1, 5));
      exporter.close();

      assertThat(server.metrics).hasSize(1);
      assertThat(server.headers.get(0)).containsEntry("authorization", "Basic abc");
    }
  }

  private static NumberDataPoint gauge(Receiver server, String name) {
    return server.newest(name).getGauge().getDataPoints(0);
  }

  private static void deliver(Receiver server, Snapshot snapshot) throws Exception {
    Exporter exporter = open(server, Map.of());
    exporter.export(snapshot);
    exporter.close();
  }

  private static Exporter open(Receiver server, Map<String, String> more) throws Exception {
    Map<String, String> values = new java.util.HashMap<>(more);
    values.put("endpoint", server.endpoint());
    values.put("protocol", server.protocol());
    return new OtlpExporterProvider(Map.of()).open(Samples.options(values));
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static Map<String, AnyValue> values(List<KeyValue> attributes) {
    return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                a ->
                    a.getValue().hasIntValue()
                        ? Long.toString(a.getValue().getIntValue())
                        : a.getValue().getStringValue()));
  }
}
