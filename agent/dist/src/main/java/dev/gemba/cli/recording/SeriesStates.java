package dev.gemba.cli.recording;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.cli.recording.ExportRequest.Kind;
import dev.gemba.cli.recording.ExportRequest.MetricId;
import dev.gemba.cli.recording.ExportRequest.Point;
import dev.gemba.cli.recording.ExportRequest.Points;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Keeps what counts of each series: the latest state since each of its starts. A process that
 * starts anew begins a new state, so restarts, and processes beside each other, add up; a line that
 * is missing or read out of order does no harm. For one thread.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps">OpenTelemetry
 *     data model, resets and gaps</a>
 */
final class SeriesStates {

  private record Key(Attributes resource, MetricId metric, Attributes series, long startNanos) {}

  private final Map<Key, Point> states = new LinkedHashMap<>();
  private final Map<MetricId, String> descriptions = new LinkedHashMap<>();
  private final SortedSet<String> notShown = new TreeSet<>();
  private final Coverage coverage = new Coverage();

  void add(ExportRequest.ResourceMetrics process) {
    process.metrics().forEach(metric -> add(process.resource(), metric));
  }

  private void add(Attributes resource, Points metric) {
    MetricId id = metric.metric();
    if (id.kind() == Kind.OTHER) {
      notShown.add(id.name());
      return;
    }
    descriptions.putIfAbsent(id, metric.description());
    for (Point point : metric.points()) {
      if (id.kind() == Kind.GAUGE) {
        keepLatest(new Key(resource, id, point.attributes(), 0), point);
      } else {
        coverage.add(point.startNanos(), point.timeNanos());
        Key since = new Key(resource, id, point.attributes(), point.startNanos());
        if (metric.delta()) {
          addUp(since, point);
        } else {
          keepLatest(since, point);
        }
      }
    }
  }

  private void keepLatest(Key key, Point point) {
    states.merge(
        key, point, (known, found) -> found.timeNanos() >= known.timeNanos() ? found : known);
  }

  /**
   * Under one key as far as possible, for otherwise a long file would need memory for each line.
   */
  private void addUp(Key since, Point point) {
    Key total = new Key(since.resource(), since.metric(), since.series(), 0);
    Point known = states.get(total);
    if (known == null) {
      states.put(total, point);
    } else if (isAddable(known, point)) {
      states.put(total, sum(known, point));
    } else {
      states.put(since, point);
    }
  }

  private static boolean isAddable(Point a, Point b) {
    return a.distribution() == null
        || (a.distribution().scale() == b.distribution().scale()
            && a.distribution().zeroThreshold() == b.distribution().zeroThreshold());
  }

  private static Point sum(Point a, Point b) {
    Number number = a.distribution() != null ? null : sum(a.number(), b.number());
    return new Point(
        a.attributes(),
        a.startNanos(),
        b.timeNanos(),
        number,
        a.distribution() == null ? null : a.distribution().plus(b.distribution()));
  }

  private static Number sum(Number a, Number b) {
    if (a instanceof Long && b instanceof Long) {
      return a.longValue() + b.longValue();
    }
    return a.doubleValue() + b.doubleValue();
  }

  Coverage coverage() {
    return coverage;
  }

  /** Names of metrics that the model cannot hold. */
  SortedSet<String> notShown() {
    return notShown;
  }

  /** One metric of each name, with one point for each series and start. */
  List<Metric> metrics() {
    Map<MetricId, List<Point>> byMetric = new LinkedHashMap<>();
    states.forEach(
        (key, point) ->
            byMetric.computeIfAbsent(key.metric(), unused -> new ArrayList<>()).add(point));
    List<Metric> metrics = new ArrayList<>();
    byMetric.forEach(
        (id, points) ->
            metrics.add(
                new Metric(id.name(), id.unit(), descriptions.get(id), data(id.kind(), points))));
    return metrics;
  }

  private static Metric.Data data(Kind kind, List<Point> points) {
    return switch (kind) {
      case MONOTONIC_SUM -> new Metric.Sum(true, numbers(points));
      case SUM -> new Metric.Sum(false, numbers(points));
      case GAUGE -> new Metric.Gauge(numbers(points));
      case HISTOGRAM ->
          new Metric.Histogram(
              points.stream()
                  .map(point -> new Metric.HistogramPoint(point.attributes(), point.distribution()))
                  .toList());
      case OTHER -> throw new AssertionError("is never kept");
    };
  }

  private static List<Metric.NumberPoint> numbers(List<Point> points) {
    return points.stream()
        .map(point -> new Metric.NumberPoint(point.attributes(), point.number()))
        .toList();
  }
}
