package dev.gemba.agent.analyse;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a recording shows at a glance: its operations, its other distributions, and what got lost.
 * Immutable.
 *
 * @param elapsed wall time that was recorded
 * @param operations largest share of time first, then most calls
 * @param measures every other histogram, by name
 * @param dropped how much was lost, by reason; reasons without a loss are left out
 */
public record OperationTable(
    Duration elapsed,
    List<OperationRow> operations,
    List<MeasureRow> measures,
    SortedMap<String, Long> dropped) {

  private static final String CALLS = "gemba.operation.calls";
  private static final String DURATION = "gemba.operation.duration";
  private static final String ALLOCATED = "gemba.operation.allocated";
  private static final String DROPPED = "gemba.dropped";
  private static final String OPERATION = "gemba.operation";
  private static final String ERROR_TYPE = "error.type";
  private static final String REASON = "reason";

  public OperationTable {
    operations = List.copyOf(operations);
    measures = List.copyOf(measures);
    dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
  }

  /** The table of everything since the snapshot's start. */
  public static OperationTable of(Snapshot snapshot) {
    return of(snapshot.metrics(), Duration.between(snapshot.start(), snapshot.time()));
  }

  /**
   * Merges all series of an operation: normal and exceptional exits, dimensions, and, if a metric
   * or a series occurs more than once, the processes that it came from.
   *
   * @param metrics in any order; the same name may occur more than once
   * @param elapsed wall time in which they were recorded; without it (zero) there are no shares
   */
  public static OperationTable of(List<Metric> metrics, Duration elapsed) {
    Builder table = new Builder();
    metrics.forEach(table::add);
    return table.build(elapsed);
  }

  private static final class Builder {

    private final Map<String, OperationTally> operations = new TreeMap<>();
    private final Map<String, MergedDistribution> measures = new TreeMap<>();
    private final Map<String, String> units = new TreeMap<>();
    private final SortedMap<String, Long> dropped = new TreeMap<>();
    private final Set<String> costs = new TreeSet<>();

    void add(Metric metric) {
      if (metric.data() instanceof Metric.Histogram histogram) {
        histogram.points().forEach(point -> addDistribution(metric, point));
      } else if (metric.data() instanceof Metric.Sum sum && metric.name().equals(CALLS)) {
        sum.points().forEach(this::addCalls);
      } else if (metric.data() instanceof Metric.Sum sum && metric.name().equals(DROPPED)) {
        sum.points().forEach(this::addDropped);
      } else if (metric.data() instanceof Metric.Sum sum && OperationCost.isMadeOf(metric.name())) {
        sum.points().forEach(point -> addCost(metric.name(), point));
      }
    }

    private void addDistribution(Metric metric, Metric.HistogramPoint point) {
      if (metric.name().equals(DURATION)) {
        operation(point.attributes())
            .addDurations(point.distribution(), isError(point.attributes()));
      } else if (metric.name().equals(ALLOCATED)) {
        operation(point.attributes()).addAllocated(point.distribution());
      } else {
        measures
            .computeIfAbsent(metric.name(), name -> new MergedDistribution())
            .add(point.distribution());
        units.put(metric.name(), metric.unit());
      }
    }

    private void addCalls(Metric.NumberPoint point) {
      operation(point.attributes())
          .addCalls(point.value().longValue(), isError(point.attributes()));
    }

    private void addCost(String metric, Metric.NumberPoint point) {
      costs.add(metric);
      operation(point.attributes()).addCost(metric, point.value().doubleValue());
    }

    private void addDropped(Metric.NumberPoint point) {
      if (point.value().longValue() > 0) {
        String reason = point.attributes().text(REASON);
        dropped.merge(reason == null ? "unknown" : reason, point.value().longValue(), Long::sum);
      }
    }

    private OperationTally operation(Attributes attributes) {
      String name = attributes.text(OPERATION);
      return operations.computeIfAbsent(
          name == null ? "(unnamed)" : name, unused -> new OperationTally());
    }

    private static boolean isError(Attributes attributes) {
      return attributes.text(ERROR_TYPE) != null;
    }

    OperationTable build(Duration elapsed) {
      double elapsedSeconds = elapsed.toNanos() / 1e9;
      List<OperationRow> rows = new ArrayList<>();
      // Where samples were taken, an operation that none fell into took nothing that was seen.
      operations.values().stream()
          .filter(OperationTally::hasCost)
          .forEach(tally -> costs.forEach(metric -> tally.addCost(metric, 0)));
      operations.forEach((name, tally) -> rows.add(tally.row(name, elapsedSeconds)));
      rows.sort(OperationRow.MOST_TIME_FIRST);
      List<MeasureRow> others = new ArrayList<>();
      measures.forEach((name, values) -> others.add(measure(name, values)));
      return new OperationTable(elapsed, rows, others, dropped);
    }

    private MeasureRow measure(String name, MergedDistribution merged) {
      var values = merged.total();
      return new MeasureRow(
          name,
          units.get(name),
          values.count(),
          values.sum(),
          values.min(),
          values.percentile(0.50),
          values.percentile(0.95),
          values.percentile(0.99),
          values.max());
    }
  }
}
