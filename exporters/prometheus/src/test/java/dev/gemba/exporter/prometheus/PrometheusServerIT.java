package dev.gemba.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus server scrapes the page and answers questions about it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PrometheusServerIT {

  private static final String ODD = "odd \"quoted\" \\ back\nline {le=\"1\"} \u00fc\uD83D\uDE00";

  /** One call of each of 1 to 1000 ms, so that the p95 is 950 ms. */
  private static final Distribution LOAD =
      Samples.distribution(4, IntStream.rangeClosed(1, 1000).mapToDouble(i -> i / 1e3).toArray());

  /** One call of each of 1 to 200 µs, so that the p95 is 190 µs. */
  private static final Distribution VALIDATE =
      Samples.distribution(4, IntStream.rangeClosed(1, 200).mapToDouble(i -> i / 1e6).toArray());

  private static final Snapshot SNAPSHOT =
      Samples.snapshot(
          Samples.calls(
              Samples.calls("kanban.board.load", 1000),
              Samples.calls("security.validation", 9_007_199_254_740_991L),
              Samples.calls(ODD, 3)),
          Samples.durations(
              Samples.slow(Samples.durations("kanban.board.load", LOAD), 1),
              Samples.durations("security.validation", VALIDATE)),
          Samples.gauge("gemba.overhead.ratio", "1", 0.0125));

  @TempDir Path folder;

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private Path program;
  private Exporter exporter;

  @BeforeEach
  void open() throws Exception {
    program = PrometheusServer.onPath();
    assumeTrue(program != null, "no prometheus on PATH; install Debian's package prometheus");
    exporter = Pages.open(Map.of("port", "0"), warnings::add);
    exporter.export(SNAPSHOT);
  }

  @AfterEach
  void close() throws Exception {
    if (exporter != null) {
      exporter.close();
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void answersFromClassicHistograms() throws Exception {
    try (PrometheusServer server = start("--enable-feature=exemplar-storage")) {
      assertCountsAreExact(server);
      String count = "gemba_operation_duration_seconds_count{gemba_operation=\"%s\"}";
      assertThat(server.value(count.formatted("kanban.board.load"))).isEqualTo(1000);
      assertThat(server.value(count.formatted("security.validation"))).isEqualTo(200);
      assertThat(server.value("sum(gemba_operation_duration_seconds_bucket{le=\"+Inf\"})"))
          .isEqualTo(1200);

      String quantile =
          "histogram_quantile(0.95, sum by (le, gemba_operation)"
              + " (gemba_operation_duration_seconds_bucket{gemba_operation=\"%s\"}))";
      // 500 values lie under le=0.5 and 1000 under le=1; the server assumes them evenly spread
      // between the two bounds, as here they are.
      assertThat(server.value(quantile.formatted("kanban.board.load")))
          .isEqualTo(0.95, within(1e-9));
      // The bucket that le=1e-4 cuts through, under 5 % wide, counts under the next bound.
      assertThat(server.value(quantile.formatted("security.validation"))).isBetween(1e-4, 2.5e-4);
      assertThat(server.exemplars("gemba_operation_duration_seconds_bucket"))
          .contains("\"trace_id\":\"" + Samples.TRACE + "\"", "\"value\":\"1\"");
    }
  }

  @Test
  void answersFromNativeHistograms() throws Exception {
    try (PrometheusServer server = start("--enable-feature=native-histograms")) {
      assertCountsAreExact(server);
      String durations = "gemba_operation_duration_seconds{gemba_operation=\"%s\"}";
      String load = durations.formatted("kanban.board.load");
      String validation = durations.formatted("security.validation");
      assertThat(server.value("histogram_count(" + load + ")")).isEqualTo(1000);
      assertThat(server.value("histogram_count(" + validation + ")")).isEqualTo(200);
      assertThat(server.value("histogram_sum(" + load + ")")).isEqualTo(LOAD.sum());

      String quantile = "histogram_quantile(0.95, sum by (gemba_operation) (%s))";
      double bucket = Math.pow(2, 1.0 / 16) - 1;
      assertThat(server.value(quantile.formatted(load))).isEqualTo(0.95, within(0.95 * bucket));
      assertThat(server.value(quantile.formatted(validation)))
          .isEqualTo(190e-6, within(190e-6 * bucket));
      // Nothing is lost between neighbouring buckets, nor counted twice.
      assertThat(server.value("histogram_fraction(0, 0.5, " + load + ")"))
          .isEqualTo(0.5, within(1e-9));
    }
  }

  private PrometheusServer start(String... options) throws Exception {
    return PrometheusServer.start(program, folder, exporter.locations().get(0), options);
  }

  private void assertCountsAreExact(PrometheusServer server) throws Exception {
    // On a busy machine the first scrapes may time out, so this waits for one that does not.
    assertThat(server.value("up == 1")).isEqualTo(1);
    String calls = "gemba_operation_calls_total{gemba_operation=\"%s\"}";
    assertThat(server.value(calls.formatted("kanban.board.load"))).isEqualTo(1000);
    assertThat(server.value(calls.formatted("security.validation")))
        .isEqualTo(9_007_199_254_740_991.0);
    assertThat(server.value(calls.formatted(inPromQl(ODD)))).isEqualTo(3);
    assertThat(server.value("count(gemba_operation_calls_total)")).isEqualTo(3);
    assertThat(server.value("gemba_overhead_ratio")).isEqualTo(0.0125);
    assertThat(server.value("target_info{service_name=\"kanban\",process_pid=\"7\"}")).isEqualTo(1);
  }

  private static String inPromQl(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
