package dev.gemba.exporter.prometheus;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Snapshots in Prometheus' model. Safe for many threads.
 *
 * <p>Series whose labels become the same are added up, so that no count is lost. A metric that
 * cannot stand on the page, as its name is taken or its data is none, is left out with a warning;
 * the others stay.
 */
final class Exposition {

  private final Consumer<String> warnings;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  Exposition(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  MetricSnapshots of(Snapshot snapshot) {
    MetricSnapshots.Builder page = MetricSnapshots.builder();
    Set<String> taken = new HashSet<>(List.of("target", "target_info"));
    page.metricSnapshot(target(snapshot.resource().attributes()));
    for (Metric metric : snapshot.metrics()) {
      try {
        MetricSnapshot mapped = map(metric, snapshot.start());
        take(names(mapped), taken);
        page.metricSnapshot(mapped);
      } catch (IllegalArgumentException e) {
        if (warned.add(metric.name())) {
          warnings.accept(metric.name() + " is not on the page for Prometheus: " + e.getMessage());
        }
      }
    }
    return page.build();
  }

  private static MetricSnapshot target(Attributes resource) {
    return new InfoSnapshot(
        new MetricMetadata("target", "The process that was measured"),
        List.of(new InfoDataPointSnapshot(Names.labels(resource))));
  }

  private static MetricSnapshot map(Metric metric, Instant start) {
    MetricMetadata metadata = Names.metadata(metric);
    if (metric.data() instanceof Metric.Histogram histogram) {
      return histogram(metadata, metric.unit(), histogram, start);
    }
    if (metric.data() instanceof Metric.Gauge gauge) {
      // Two readings of one thing cannot be added up; the later one stands.
      return gauge(metadata, values(gauge.points(), (first, second) -> second));
    }
    Map<Labels, Double> values = values(((Metric.Sum) metric.data()).points(), Double::sum);
    return Names.isCounter(metric) ? counter(metadata, values, start) : gauge(metadata, values);
  }

  private static MetricSnapshot histogram(
      MetricMetadata metadata, String unit, Metric.Histogram histogram, Instant start) {
    Map<Labels, Metric.HistogramPoint> series =
        merged(
            histogram.points(),
            Metric.HistogramPoint::attributes,
            Function.identity(),
            Exposition::together);
    return new HistogramSnapshot(
        metadata,
        series.entrySet().stream()
            .map(one -> Buckets.dataPoint(one.getValue(), unit, one.getKey(), start))
            .toList());
  }

  private static Metric.HistogramPoint together(
      Metric.HistogramPoint one, Metric.HistogramPoint other) {
    Exemplar exemplar = one.exemplar();
    if (exemplar == null
        || (other.exemplar() != null && other.exemplar().value() > exemplar.value())) {
      exemplar = other.exemplar();
    }
    return new Metric.HistogramPoint(
        one.attributes(), one.distribution().plus(other.distribution()), exemplar);
  }

  private static MetricSnapshot counter(
      MetricMetadata metadata, Map<Labels, Double> values, Instant start) {
    return new CounterSnapshot(
        metadata,
        values.entrySet().stream()
            .map(
                one ->
                    new CounterDataPointSnapshot(
                        one.getValue(), one.getKey(), null, start.toEpochMilli()))
            .toList());
  }

  private static MetricSnapshot gauge(MetricMetadata metadata, Map<Labels, Double> values) {
    return new GaugeSnapshot(
        metadata,
        values.entrySet().stream()
            .map(one -> new GaugeDataPointSnapshot(one.getValue(), one.getKey(), null))
            .toList());
  }

  private static Map<Labels, Double> values(
      List<Metric.NumberPoint> points, BinaryOperator<Double> merge) {
    return merged(
        points, Metric.NumberPoint::attributes, point -> point.value().doubleValue(), merge);
  }

  private static <P, V> Map<Labels, V> merged(
      List<P> points,
      Function<P, Attributes> attributes,
      Function<P, V> value,
      BinaryOperator<V> merge) {
    Map<Labels, V> series = new LinkedHashMap<>();
    for (P point : points) {
      series.merge(Names.labels(attributes.apply(point)), value.apply(point), merge);
    }
    return series;
  }

  private static void take(List<String> names, Set<String> taken) {
    for (String name : names) {
      if (taken.contains(name)) {
        throw new IllegalArgumentException("another metric has the name " + name + " there");
      }
    }
    taken.addAll(names);
  }

  /** All names under which a metric has samples, and its own. */
  private static List<String> names(MetricSnapshot metric) {
    String name = metric.getMetadata().getPrometheusName();
    if (metric instanceof CounterSnapshot) {
      return List.of(name, name + "_total");
    }
    if (metric instanceof HistogramSnapshot) {
      return List.of(name, name + "_bucket", name + "_count", name + "_sum");
    }
    return List.of(name);
  }
}
