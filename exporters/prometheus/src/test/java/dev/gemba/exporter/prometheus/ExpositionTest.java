package dev.gemba.exporter.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  private final List<String> warnings = new ArrayList<>();
  private final Exposition exposition = new Exposition(warnings::add);

  @Test
  void writesACounterUnderItsPrometheusName() throws IOException {
    assertThat(lines(Samples.calls(Samples.calls("board.load", 12))))
        .contains(
            "# HELP gemba_operation_calls_total Calls",
            "# TYPE gemba_operation_calls_total counter",
            "gemba_operation_calls_total{gemba_operation=\"board.load\"} 12.0");
  }

  @Test
  void writesLargeCountsToTheLastOne() throws IOException {
    String line =
        lines(Samples.calls(Samples.calls("a", (1L << 53) - 1))).stream()
            .filter(l -> l.startsWith("gemba_operation_calls_total{"))
            .findFirst()
            .orElseThrow();

    assertThat(Double.parseDouble(line.substring(line.indexOf(' '))))
        .isEqualTo(9_007_199_254_740_991.0);
  }

  @Test
  void writesAHistogramWithClassicBucketsFromAMicrosecondToAnHour() throws IOException {
    Distribution distribution = Samples.distribution(4, 5e-7, 0.003, 0.5, 0.50001, 20_000);

    List<String> lines = lines(Samples.durations(Samples.durations("a", distribution)));

    String bucket = "gemba_operation_duration_seconds_bucket{gemba_operation=\"a\",le=";
    assertThat(lines)
        .contains(
            "# TYPE gemba_operation_duration_seconds histogram",
            bucket + "\"1.0E-6\"} 1",
            bucket + "\"2.5E-6\"} 1",
            bucket + "\"0.0025\"} 1",
            bucket + "\"0.005\"} 2",
            bucket + "\"0.5\"} 3",
            bucket + "\"1.0\"} 4",
            bucket + "\"1000.0\"} 4",
            bucket + "\"2500.0\"} 4",
            bucket + "\"3600.0\"} 4",
            bucket + "\"+Inf\"} 5",
            "gemba_operation_duration_seconds_count{gemba_operation=\"a\"} 5",
            "gemba_operation_duration_seconds_sum{gemba_operation=\"a\"} " + distribution.sum());
    assertThat(lines).filteredOn(line -> line.startsWith(bucket)).hasSize(31);
  }

  @Test
  void saysWhichTraceASlowCallBelongsTo() throws IOException {
    Metric durations = Samples.durations(Samples.slow(Samples.durations("a", 0.003, 0.3), 0.3));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    OpenMetricsTextFormatWriter.create().write(out, exposition.of(Samples.snapshot(durations)));

    assertThat(out.toString(UTF_8).lines())
        .filteredOn(line -> line.contains(" # {"))
        .singleElement()
        .asString()
        .startsWith("gemba_operation_duration_seconds_bucket{gemba_operation=\"a\",le=\"0.5\"} 2")
        .endsWith(
            " # {span_id=\"00f067aa0ba902b7\",trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"} 0.3"
                + " 1700000059.000");
  }

  @Test
  void ofSeriesThatBecomeTheSameTheSlowerExemplarStays() {
    Metric durations =
        Samples.durations(
            Samples.durations("", Samples.distribution(4, 1)),
            Samples.slow(new Metric.HistogramPoint(Attributes.empty(), slowest(1)), 1),
            Samples.slow(new Metric.HistogramPoint(Attributes.empty(), slowest(3)), 3),
            Samples.slow(new Metric.HistogramPoint(Attributes.empty(), slowest(2)), 2));

    assertThat(exposition.of(Samples.snapshot(durations)).stream())
        .filteredOn(HistogramSnapshot.class::isInstance)
        .singleElement()
        .extracting(
            histogram ->
                ((HistogramSnapshot) histogram)
                    .getDataPoints()
                    .get(0)
                    .getExemplars()
                    .get(0)
                    .getValue())
        .isEqualTo(3.0);
  }

  private static Distribution slowest(double seconds) {
    return Samples.distribution(4, seconds);
  }

  @Test
  void writesBucketsFromOneToABillionForWhatIsNoTime() throws IOException {
    Metric sizes =
        new Metric(
            "kanban.board.task_count",
            "",
            "Tasks",
            new Metric.Histogram(
                List.of(
                    new Metric.HistogramPoint(
                        Attributes.empty(), Samples.distribution(4, 1, 40, 1e9)))));

    assertThat(lines(sizes))
        .contains(
            "kanban_board_task_count_bucket{le=\"1.0\"} 1",
            "kanban_board_task_count_bucket{le=\"25.0\"} 1",
            "kanban_board_task_count_bucket{le=\"50.0\"} 2",
            "kanban_board_task_count_bucket{le=\"5.0E8\"} 2",
            "kanban_board_task_count_bucket{le=\"+Inf\"} 3")
        .filteredOn(line -> line.contains("_bucket{"))
        .hasSize(29);
  }

  @Test
  void putsUnitsIntoNamesByTheRules() throws IOException {
    assertThat(
            lines(
                Samples.gauge("gemba.overhead.ratio", "1", 0.25),
                Samples.gauge("jvm.cpu.recent_utilization", "1", 0.5),
                Samples.gauge("jvm.memory.used", "By", 3),
                Samples.gauge("disk.speed", "By/s", 4),
                Samples.gauge("jvm.thread.count", "{thread}", 5),
                Samples.gauge("9.lives..of//a-cat_", "", 6)))
        .contains(
            "gemba_overhead_ratio 0.25",
            "jvm_cpu_recent_utilization_ratio 0.5",
            "jvm_memory_used_bytes 3.0",
            "disk_speed_bytes_per_second 4.0",
            "jvm_thread_count 5.0",
            "_9_lives_of_a_cat_ 6.0");
  }

  @Test
  void tellsCountersFromUpDownCounters() throws IOException {
    List<Metric.NumberPoint> points = List.of(new Metric.NumberPoint(Attributes.empty(), -2L));

    assertThat(lines(new Metric("queue.size", "1", "d", new Metric.Sum(false, points))))
        .contains("# TYPE queue_size gauge", "queue_size -2.0");
    assertThat(
            lines(
                new Metric(
                    "io.total",
                    "By",
                    "d",
                    new Metric.Sum(
                        true, List.of(new Metric.NumberPoint(Attributes.empty(), 0.5))))))
        .contains("# TYPE io_bytes_total counter", "io_bytes_total 0.5");
  }

  @Test
  void describesTheProcessOnce() throws IOException {
    assertThat(lines()).contains("target_info{process_pid=\"7\",service_name=\"kanban\"} 1");
  }

  @Test
  void escapesLabelValues() throws IOException {
    assertThat(lines(Samples.calls(Samples.calls("a\"b\\c\nd\u00e9\uD83D", 1))))
        .contains("gemba_operation_calls_total{gemba_operation=\"a\\\"b\\\\c\\nd\u00e9?\"} 1.0");
  }

  @Test
  void givesEveryAttributeALegalLabel() throws IOException {
    Attributes attributes =
        Attributes.of("le", "a")
            .with("__x", "b")
            .with("9", "c")
            .with("k.v", "d")
            .with("k_v", "e")
            .with("empty", "")
            .with("flag", true)
            .with("\u20ac", 1.5);

    assertThat(
            lines(
                Samples.durations(
                    new Metric.HistogramPoint(attributes, Samples.distribution(4, 1)))))
        .contains(
            "gemba_operation_duration_seconds_count"
                + "{_=\"1.5\",_x=\"b\",flag=\"true\",k_v=\"d;e\",key_9=\"c\",key_le=\"a\"} 1");
    assertThat(warnings).isEmpty();
  }

  @Test
  void addsUpSeriesThatBecomeTheSame() throws IOException {
    Metric calls =
        Samples.calls(
            Samples.calls("", 1),
            new Metric.NumberPoint(Attributes.empty(), 2L),
            new Metric.NumberPoint(Attributes.of("tier", 1L), 4L),
            new Metric.NumberPoint(Attributes.of("tier", "1"), 8L));
    Metric durations =
        Samples.durations(
            Samples.durations("", Samples.distribution(4, 1, 2)),
            new Metric.HistogramPoint(Attributes.empty(), Samples.distribution(4, 3)));

    assertThat(lines(calls, durations))
        .contains(
            "gemba_operation_calls_total 3.0",
            "gemba_operation_calls_total{tier=\"1\"} 12.0",
            "gemba_operation_duration_seconds_count 3",
            "gemba_operation_duration_seconds_sum 6.0");
  }

  @Test
  void leavesOutAMetricThatCannotStandThereAndSaysSoOnce() throws IOException {
    Metric negative =
        new Metric(
            "negative",
            "",
            "d",
            new Metric.Sum(true, List.of(new Metric.NumberPoint(Attributes.empty(), -1L))));
    Metric[] metrics = {
      Samples.gauge("a.b", "", 1),
      Samples.gauge("a_b", "", 2),
      Samples.gauge("gemba.operation.calls", "", 3),
      Samples.calls(Samples.calls("x", 4)),
      Samples.gauge("target.info", "", 5),
      negative,
      Samples.gauge("last", "", 6)
    };

    assertThat(lines(metrics)).isEqualTo(lines(metrics));

    assertThat(lines(metrics))
        .contains("a_b 1.0", "gemba_operation_calls 3.0", "last 6.0")
        .noneMatch(line -> line.startsWith("gemba_operation_calls_total"));
    assertThat(warnings)
        .containsExactly(
            "a_b is not on the page for Prometheus: another metric has the name a_b there",
            "gemba.operation.calls is not on the page for Prometheus: "
                + "another metric has the name gemba_operation_calls there",
            "target.info is not on the page for Prometheus: "
                + "another metric has the name target_info there",
            "negative is not on the page for Prometheus: "
                + "-1.0: counters cannot have a negative value");
  }

  private List<String> lines(Metric... metrics) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, exposition.of(Samples.snapshot(metrics)));
    return out.toString(UTF_8).lines().toList();
  }
}
