package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Exporter;
import dev.gemba.exporter.otlp.Receiver.Refusal;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which metrics go out when, and what a difference is against. */
@Timeout(60)
final class OtlpMetricScheduleTest {

  private static final long START_NANOS =
      Samples.START.getEpochSecond() * 1_000_000_000L + Samples.START.getNano();
  private static final long SECOND = 1_000_000_000L;

  private Receiver server;

  @BeforeEach
  void startServer() throws Exception {
    server = Receiver.start("http/protobuf");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void sendsMetricsOnceAnIntervalAndTheLastOnClose() throws Exception {
    Exporter exporter = open(Map.of("interval", "5s"));
    for (int second = 1; second <= 13; second++) {
      exporter.export(Samples.calls(second, second));
    }
    assertThat(values()).containsExactly(1L, 6L, 11L);

    exporter.close();
    assertThat(values()).containsExactly(1L, 6L, 11L, 13L);
  }

  @Test
  void sendsNothingTwiceOnClose() throws Exception {
    Exporter exporter = open(Map.of());
    exporter.export(Samples.calls(1, 1));
    exporter.close();

    assertThat(values()).containsExactly(1L);
  }

  @Test
  void closesQuietlyWithoutAnySnapshot() throws Exception {
    open(Map.of()).close();

    assertThat(server.headers).isEmpty();
  }

  @Test
  void keepsTheRateWhenSnapshotsComeALittleEarly() throws Exception {
    Exporter exporter = open(Map.of("interval", "1s"));
    for (int i = 0; i < 10; i++) {
      exporter.export(
          new dev.gemba.api.export.Snapshot(
              Samples.RESOURCE,
              Samples.START,
              Samples.START.plusMillis(1000 + 990L * i),
              List.of(Samples.counter((long) i)),
              List.of()));
    }
    exporter.close();

    assertThat(values()).containsExactly(0L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void sendsSpansWithEachSnapshotWhateverTheInterval() throws Exception {
    Exporter exporter = open(Map.of("interval", "1h"));
    exporter.export(Samples.at(1, List.of(), Samples.span("0000000000000001", "", null)));
    exporter.export(Samples.at(2, List.of(), Samples.span("0000000000000002", "", null)));
    assertThat(server.spans()).hasSize(2);
    exporter.close();
  }

  @Test
  void sendsCumulativeValuesUnlessAsked() throws Exception {
    Exporter exporter = open(Map.of("interval", "1s"));
    exporter.export(Samples.calls(1, 5));
    exporter.export(Samples.calls(2, 12));
    exporter.close();

    assertThat(values()).containsExactly(5L, 12L);
    ExponentialHistogramDataPoint point =
        server.newest("gemba.operation.duration").getExponentialHistogram().getDataPoints(0);
    assertThat(point.getCount()).isEqualTo(12);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(START_NANOS);
  }

  @Test
  void sendsDifferencesAgainstTheLastSnapshotDelivered() throws Exception {
    Exporter exporter = open(Map.of("interval", "1s", "temporality", "delta"));
    exporter.export(Samples.calls(1, 5));
    NumberDataPoint first = calls();
    assertThat(first.getAsInt()).isEqualTo(5);
    assertThat(first.getStartTimeUnixNano()).isEqualTo(START_NANOS);

    exporter.export(Samples.calls(2, 12));
    NumberDataPoint second = calls();
    assertThat(second.getAsInt()).isEqualTo(7);
    assertThat(second.getStartTimeUnixNano()).isEqualTo(START_NANOS + SECOND);
    assertThat(second.getTimeUnixNano()).isEqualTo(START_NANOS + 2 * SECOND);
    var histogram = server.newest("gemba.operation.duration").getExponentialHistogram();
    assertThat(histogram.getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    ExponentialHistogramDataPoint point = histogram.getDataPoints(0);
    assertThat(point.getCount()).isEqualTo(7);
    assertThat(point.getSum()).isEqualTo(7);
    assertThat(point.getPositive().getBucketCountsList()).containsExactly(7L);
    assertThat(point.hasMin()).isFalse();
    assertThat(point.getStartTimeUnixNano()).isEqualTo(START_NANOS + SECOND);

    server.refusals.add(Refusal.INVALID);
    assertThatThrownBy(() -> exporter.export(Samples.calls(3, 20)))
        .hasMessageContaining("metrics not delivered");
    exporter.export(Samples.calls(4, 21));
    assertThat(calls().getAsInt()).isEqualTo(9);
    assertThat(calls().getStartTimeUnixNano()).isEqualTo(START_NANOS + 2 * SECOND);
    exporter.close();
    assertThat(values().stream().mapToLong(Long::longValue).sum()).isEqualTo(21);
  }

  @Test
  void deliversOnCloseWhatFailedBefore() throws Exception {
    Exporter exporter = open(Map.of("temporality", "delta"));
    server.refusals.add(Refusal.INVALID);
    assertThatThrownBy(() -> exporter.export(Samples.calls(1, 5))).hasMessageContaining("HTTP 400");
    exporter.close();

    assertThat(values()).containsExactly(5L);
  }

  private NumberDataPoint calls() {
    return server.newest("gemba.operation.calls").getSum().getDataPoints(0);
  }

  /** The counter's value in each request so far. */
  private List<Long> values() {
    List<Long> values = new ArrayList<>();
    server.metrics.forEach(
        request ->
            request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
                .filter(metric -> metric.getName().equals("gemba.operation.calls"))
                .forEach(metric -> values.add(metric.getSum().getDataPoints(0).getAsInt())));
    return values;
  }

  private Exporter open(Map<String, String> more) throws Exception {
    Map<String, String> values = new HashMap<>(more);
    values.put("endpoint", server.endpoint());
    values.put("protocol", "http/protobuf");
    return new OtlpExporterProvider(Map.of()).open(Samples.options(values));
  }
}
