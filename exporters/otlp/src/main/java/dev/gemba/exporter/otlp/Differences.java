package dev.gemba.exporter.otlp;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Delta temporality: what has been added since the last snapshot that a server has accepted, so
 * that a failed delivery is made up by the next. Not thread-safe.
 *
 * <p>Series without anything new are left out. A series that has fallen, or has changed its scale,
 * began anew: all that it holds is new. Gauges and sums that can shrink pass unchanged.
 */
final class Differences {

  private record Series(String metric, Attributes attributes) {}

  private Map<Series, Number> sums = Map.of();
  private Map<Series, Distribution> distributions = Map.of();
  private Instant cumulativeStart = Instant.MIN;
  private Instant deliveredTime = Instant.MIN;

  /** The differences; metrics without any are left out. */
  List<Metric> since(Snapshot snapshot) {
    boolean anew = !snapshot.start().equals(cumulativeStart);
    return snapshot.metrics().stream().flatMap(metric -> since(metric, anew)).toList();
  }

  /** When the interval began that {@link #since} covers. */
  Instant start(Snapshot snapshot) {
    boolean anew = !snapshot.start().equals(cumulativeStart);
    return anew ? snapshot.start() : deliveredTime;
  }

  /** A server has accepted the differences up to this snapshot. */
  void delivered(Snapshot snapshot) {
    Map<Series, Number> newSums = new HashMap<>();
    Map<Series, Distribution> newDistributions = new HashMap<>();
    for (Metric metric : snapshot.metrics()) {
      if (metric.data() instanceof Metric.Sum sum && sum.monotonic()) {
        sum.points().forEach(p -> newSums.put(series(metric, p.attributes()), p.value()));
      } else if (metric.data() instanceof Metric.Histogram histogram) {
        histogram
            .points()
            .forEach(p -> newDistributions.put(series(metric, p.attributes()), p.distribution()));
      }
    }
    sums = newSums;
    distributions = newDistributions;
    cumulativeStart = snapshot.start();
    deliveredTime = snapshot.time();
  }

  private Stream<Metric> since(Metric metric, boolean anew) {
    if (metric.data() instanceof Metric.Sum sum && sum.monotonic()) {
      List<NumberPoint> points =
          sum.points().stream().flatMap(point -> since(metric, point, anew)).toList();
      return some(metric, new Metric.Sum(true, points), points);
    }
    if (metric.data() instanceof Metric.Histogram histogram) {
      List<HistogramPoint> points =
          histogram.points().stream().flatMap(point -> since(metric, point, anew)).toList();
      return some(metric, new Metric.Histogram(points), points);
    }
    return Stream.of(metric);
  }

  private Stream<NumberPoint> since(Metric metric, NumberPoint point, boolean anew) {
    Number earlier = anew ? null : sums.get(series(metric, point.attributes()));
    Number added = earlier == null ? point.value() : minus(point.value(), earlier);
    return added.doubleValue() == 0
        ? Stream.empty()
        : Stream.of(new NumberPoint(point.attributes(), added));
  }

  private static Number minus(Number now, Number earlier) {
    if (now instanceof Long n && earlier instanceof Long e) {
      return n >= e ? (Number) (n - e) : n;
    }
    double difference = now.doubleValue() - earlier.doubleValue();
    return difference >= 0 ? difference : now.doubleValue();
  }

  private Stream<HistogramPoint> since(Metric metric, HistogramPoint point, boolean anew) {
    Distribution now = point.distribution();
    Distribution earlier = anew ? null : distributions.get(series(metric, point.attributes()));
    Distribution added = earlier == null ? now : minus(now, earlier);
    return added.count() == 0
        ? Stream.empty()
        : Stream.of(new HistogramPoint(point.attributes(), added, point.exemplar()));
  }

  private static Distribution minus(Distribution now, Distribution earlier) {
    try {
      return now.minus(earlier);
    } catch (IllegalArgumentException ignored) {
      return now; // not a later state of the same series: it began anew
    }
  }

  private static Stream<Metric> some(Metric metric, Metric.Data data, List<?> points) {
    return points.isEmpty()
        ? Stream.empty()
        : Stream.of(new Metric(metric.name(), metric.unit(), metric.description(), data));
  }

  private static Series series(Metric metric, Attributes attributes) {
    return new Series(metric.name(), attributes);
  }
}
