package dev.gemba.agent.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SnapshotDifferenceTest {

  private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");
  private static final Attributes LOAD = Attributes.of("gemba.operation", "load");

  private static Snapshot snapshot(Instant start, long calls, List<Integer> buckets) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(
        new Metric(
            "gemba.operation.calls",
            "{call}",
            "",
            new Metric.Sum(true, List.of(new NumberPoint(LOAD, calls)))));
    metrics.add(
        new Metric(
            "gemba.operation.duration",
            "s",
            "",
            new Metric.Histogram(List.of(new HistogramPoint(LOAD, distribution(buckets))))));
    metrics.add(
        new Metric(
            "jvm.threads", "{thread}", "", new Metric.Gauge(List.of(new NumberPoint(LOAD, 7L)))));
    return new Snapshot(
        new Resource(Attributes.empty()), start, START.plusSeconds(100), metrics, List.of());
  }

  /** One value in the middle of each of these buckets. */
  private static Distribution distribution(List<Integer> buckets) {
    Distribution sum = Distribution.empty(4);
    for (int bucket : buckets) {
      double value = Math.pow(2, (bucket + 0.5) / 16);
      sum = sum.plus(new Distribution(4, 1, value, value, value, 0, 0, bucket, new long[] {1}));
    }
    return sum;
  }

  private static OperationRow row(Snapshot older, Snapshot newer) {
    return OperationTable.of(SnapshotDifference.between(older, newer), Duration.ofSeconds(10))
        .operations()
        .get(0);
  }

  @Property(tries = 200)
  void isWhatWasRecordedMeanwhile(
      @ForAll @Size(max = 30) List<@IntRange(min = -200, max = 200) Integer> before,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -200, max = 200) Integer> meanwhile) {
    List<Integer> after = new ArrayList<>(before);
    after.addAll(meanwhile);

    OperationRow row =
        row(snapshot(START, before.size(), before), snapshot(START, after.size(), after));

    Distribution expected = distribution(meanwhile);
    assertThat(row.calls()).isEqualTo(meanwhile.size());
    assertThat(row.totalTime()).isCloseTo(expected.sum(), within(1e-6 * distribution(after).sum()));
    assertThat(row.p95()).isCloseTo(expected.percentile(0.95), within(expected.max() * 0.05));
  }

  @Test
  void idleOperationStaysWithoutDurations() {
    OperationRow row =
        row(snapshot(START, 3, List.of(1, 2, 3)), snapshot(START, 3, List.of(1, 2, 3)));

    assertThat(row.calls()).isZero();
    assertThat(row.p95()).isNaN();
  }

  @Test
  void anotherStartOfTheAgentIsNoPast() {
    OperationRow row =
        row(
            snapshot(START.minusSeconds(60), 1_000, List.of(1)),
            snapshot(START, 3, List.of(1, 2, 3)));

    assertThat(row.calls()).isEqualTo(3);
  }

  @Test
  void gaugesAreNoSums() {
    assertThat(
            SnapshotDifference.between(
                snapshot(START, 0, List.of()), snapshot(START, 0, List.of())))
        .extracting(Metric::name)
        .doesNotContain("jvm.threads");
  }
}
