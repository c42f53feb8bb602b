package dev.gemba.agent.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationTableTest {

  private static final int SCALE = 4;

  @Test
  void countsEveryExitAndTheExceptionalOnesApart() {
    OperationRow row =
        only(
            calls(count("load", 90L), failed("load", "java.io.IOException", 7)),
            calls(failed("load", "java.lang.Error", 3)));

    assertThat(row.calls()).isEqualTo(100);
    assertThat(row.errors()).isEqualTo(10);
  }

  @Test
  void takesPercentilesOverNormalAndExceptionalExitsOfAllDimensions() {
    OperationRow row =
        only(
            durations(
                timed(operation("load"), 0.010, 98),
                timed(operation("load").with("tier", "large"), 1.0, 1),
                timed(operation("load").with("error.type", "java.io.IOException"), 4.0, 1)));

    assertThat(row.p50()).isCloseTo(0.010, within(0.010 * 0.03));
    assertThat(row.p95()).isCloseTo(0.010, within(0.010 * 0.03));
    assertThat(row.p99()).isCloseTo(1.0, within(0.03));
    assertThat(row.max()).isEqualTo(4.0);
    assertThat(row.totalTime()).isCloseTo(5.98, within(1e-9));
    assertThat(row.calls()).as("without a counter, timed exits count").isEqualTo(100);
    assertThat(row.errors()).isEqualTo(1);
  }

  @Test
  void takesCallsFromTheCounterWhenOnlySomeWereTimed() {
    OperationRow row =
        only(calls(count("hot", 6400L)), durations(timed(operation("hot"), 1e-6, 100)));

    assertThat(row.calls()).isEqualTo(6400);
  }

  @Test
  void givesShareAsThreadsInsidePerElapsedTime() {
    OperationTable table =
        OperationTable.of(
            List.of(durations(timed(operation("busy"), 1.0, 40))), Duration.ofSeconds(20));

    assertThat(table.operations()).singleElement().extracting(OperationRow::share).isEqualTo(2.0);
  }

  @Test
  void addsUpWhatSamplesSayThatAnOperationTook() {
    OperationTable table =
        table(
            calls(count("load", 5L), count("idle", 1L)),
            sum("gemba.operation.cpu.time", count("load", 1.5), count("load", 0.5)),
            sum("gemba.operation.cpu.self_time", count("load", 0.25)),
            sum("gemba.operation.alloc.size", count("load", 4096L)),
            sum("gemba.operation.other", count("load", 7L)));

    assertThat(table.operations()).hasSize(2);
    OperationCost load = table.operations().get(0).cost();
    assertThat(load)
        .isEqualTo(new OperationCost(2.0, 0.25, 4096, Double.NaN, Double.NaN, Double.NaN, 0));
    assertThat(table.operations().get(1).cost())
        .as("whether any sample was of it is not known")
        .isEqualTo(OperationCost.UNKNOWN);
  }

  @Test
  void takesWhatIsCountedForBetterThanWhatIsSampled() {
    OperationTable table =
        table(
            calls(count("GET /", 5L), count("load", 5L)),
            sum("gemba.operation.alloc.size", count("GET /", 100L), count("load", 100L)),
            new Metric(
                "gemba.operation.allocated",
                "By",
                "",
                new Metric.Histogram(List.of(timed(operation("GET /"), 4096, 4)))));

    OperationCost request = table.operations().get(0).cost();
    assertThat(request.isAllocCounted()).isTrue();
    assertThat(request.alloc()).isEqualTo(4 * 4096);
    assertThat(request.allocPerCall(5)).as("of those that were counted").isEqualTo(4096);
    OperationCost load = table.operations().get(1).cost();
    assertThat(load.isAllocCounted()).isFalse();
    assertThat(load.allocPerCall(5)).isEqualTo(20);
    assertThat(table.measures()).isEmpty();
  }

  @Test
  void knowsNoCostWithoutSamples() {
    assertThat(only(calls(count("load", 5L))).cost()).isEqualTo(OperationCost.UNKNOWN);
  }

  @Test
  void hasNoSharesWithoutElapsedTime() {
    OperationTable table =
        OperationTable.of(List.of(durations(timed(operation("busy"), 1.0, 40))), Duration.ZERO);

    assertThat(table.operations().get(0).share()).isNaN();
  }

  @Test
  void sortsByShareThenCallsAndPutsWhatWasOnlyCountedLast() {
    OperationTable table =
        table(
            calls(count("counted", 5L), count("counted more", 50L), count("slow", 1L)),
            durations(timed(operation("quick"), 0.1, 3), timed(operation("slow"), 9, 1)));

    assertThat(table.operations())
        .extracting(OperationRow::operation)
        .containsExactly("slow", "quick", "counted more", "counted");
    assertThat(table.operations().get(3).p95()).isNaN();
    assertThat(table.operations().get(3).totalTime()).isNaN();
  }

  @Test
  void listsOtherHistogramsAsMeasures() {
    OperationTable table =
        table(
            new Metric(
                "kanban.board.task_count",
                "{task}",
                "",
                new Metric.Histogram(
                    List.of(timed(operation("load"), 10, 3), timed(operation("export"), 200, 1)))));

    assertThat(table.operations()).isEmpty();
    assertThat(table.measures())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.name()).isEqualTo("kanban.board.task_count");
              assertThat(row.unit()).isEqualTo("{task}");
              assertThat(row.count()).isEqualTo(4);
              assertThat(row.min()).isEqualTo(10);
              assertThat(row.max()).isEqualTo(200);
              assertThat(row.mean()).isEqualTo(57.5);
              assertThat(row.p50()).isCloseTo(10, within(0.3));
            });
  }

  @Test
  void addsUpDropsByReasonAndLeavesOutReasonsWithoutALoss() {
    OperationTable table =
        table(dropped("span-ring", 3), dropped("span-ring", 4), dropped("attributes", 0));

    assertThat(table.dropped()).isEqualTo(Map.of("span-ring", 7L));
  }

  @Test
  void takesElapsedTimeFromTheSnapshot() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Snapshot snapshot =
        new Snapshot(
            new Resource(Attributes.empty()),
            start,
            start.plusSeconds(4),
            List.of(durations(timed(operation("a"), 1, 1))),
            List.of());

    OperationTable table = OperationTable.of(snapshot);

    assertThat(table.elapsed()).isEqualTo(Duration.ofSeconds(4));
    assertThat(table.operations().get(0).share()).isEqualTo(0.25);
  }

  private static OperationTable table(Metric... metrics) {
    return OperationTable.of(List.of(metrics), Duration.ofSeconds(10));
  }

  private static OperationRow only(Metric... metrics) {
    List<OperationRow> rows = table(metrics).operations();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static Metric calls(Metric.NumberPoint... points) {
    return new Metric("gemba.operation.calls", "{call}", "", new Metric.Sum(true, List.of(points)));
  }

  private static Metric sum(String name, Metric.NumberPoint... points) {
    return new Metric(name, "", "", new Metric.Sum(true, List.of(points)));
  }

  private static Metric durations(Metric.HistogramPoint... points) {
    return new Metric("gemba.operation.duration", "s", "", new Metric.Histogram(List.of(points)));
  }

  private static Metric dropped(String reason, long count) {
    return new Metric(
        "gemba.dropped",
        "{item}",
        "",
        new Metric.Sum(
            true, List.of(new Metric.NumberPoint(Attributes.of("reason", reason), count))));
  }

  private static Metric.NumberPoint count(String operation, Number value) {
    return new Metric.NumberPoint(operation(operation), value);
  }

  private static Metric.NumberPoint failed(String operation, String errorType, long calls) {
    return new Metric.NumberPoint(operation(operation).with("error.type", errorType), calls);
  }

  private static Attributes operation(String name) {
    return Attributes.of("gemba.operation", name);
  }

  private static Metric.HistogramPoint timed(Attributes attributes, double value, long count) {
    return new Metric.HistogramPoint(attributes, Distributions.same(SCALE, value, count));
  }
}
