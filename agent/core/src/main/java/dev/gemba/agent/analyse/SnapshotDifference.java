package dev.gemba.agent.analyse;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened between two cumulative snapshots of one agent. The difference of exponential
 * histograms is exact, so percentiles of the interval are as good as those since the start; the
 * largest and the smallest value of an interval cannot be told from two sums.
 */
public final class SnapshotDifference {

  private SnapshotDifference() {}

  /**
   * The monotonic sums and the histograms of the interval. A series that is not in the older
   * snapshot began after it.
   *
   * @param older of the same start of the agent; another one's is taken to hold nothing
   */
  public static List<Metric> between(Snapshot older, Snapshot newer) {
    Map<String, Metric> before = new HashMap<>();
    if (older.start().equals(newer.start())) {
      older.metrics().forEach(metric -> before.put(metric.name(), metric));
    }
    List<Metric> differences = new ArrayList<>();
    for (Metric metric : newer.metrics()) {
      Metric.Data earlier =
          before.containsKey(metric.name()) ? before.get(metric.name()).data() : null;
      if (metric.data() instanceof Metric.Sum sum && sum.monotonic()) {
        differences.add(with(metric, sums(sum, earlier instanceof Metric.Sum then ? then : null)));
      } else if (metric.data() instanceof Metric.Histogram histogram) {
        differences.add(
            with(
                metric,
                histograms(histogram, earlier instanceof Metric.Histogram then ? then : null)));
      }
    }
    return differences;
  }

  private static Metric with(Metric metric, Metric.Data data) {
    return new Metric(metric.name(), metric.unit(), metric.description(), data);
  }

  private static Metric.Sum sums(Metric.Sum newer, Metric.Sum older) {
    Map<Attributes, Number> before = new HashMap<>();
    if (older != null) {
      older.points().forEach(point -> before.put(point.attributes(), point.value()));
    }
    List<NumberPoint> points = new ArrayList<>();
    for (NumberPoint point : newer.points()) {
      points.add(
          new NumberPoint(
              point.attributes(), minus(point.value(), before.get(point.attributes()))));
    }
    return new Metric.Sum(true, points);
  }

  private static Number minus(Number value, Number before) {
    if (before == null) {
      return value;
    }
    if (value instanceof Long whole && before instanceof Long wholeBefore) {
      return whole - wholeBefore;
    }
    return value.doubleValue() - before.doubleValue();
  }

  private static Metric.Histogram histograms(Metric.Histogram newer, Metric.Histogram older) {
    Map<Attributes, Distribution> before = new HashMap<>();
    if (older != null) {
      older.points().forEach(point -> before.put(point.attributes(), point.distribution()));
    }
    List<HistogramPoint> points = new ArrayList<>();
    for (HistogramPoint point : newer.points()) {
      Distribution then = before.get(point.attributes());
      Distribution made = then == null ? point.distribution() : point.distribution().minus(then);
      if (made.count() > 0) {
        points.add(new HistogramPoint(point.attributes(), made));
      }
    }
    return new Metric.Histogram(points);
  }
}
