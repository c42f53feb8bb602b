package dev.gemba.exporter.prometheus;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Snapshots for tests. */
final class Samples {

  static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);

  static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private Samples() {}

  static Snapshot snapshot(Metric... metrics) {
    return new Snapshot(
        new Resource(Attributes.of("service.name", "kanban").with("process.pid", 7L)),
        START,
        START.plusSeconds(60),
        List.of(metrics),
        List.of());
  }

  static Metric.NumberPoint calls(String operation, long calls) {
    return new Metric.NumberPoint(Attributes.of("gemba.operation", operation), calls);
  }

  static Metric calls(Metric.NumberPoint... points) {
    return new Metric(
        "gemba.operation.calls", "{call}", "Calls", new Metric.Sum(true, List.of(points)));
  }

  static Metric.HistogramPoint durations(String operation, Distribution distribution) {
    return new Metric.HistogramPoint(Attributes.of("gemba.operation", operation), distribution);
  }

  static Metric.HistogramPoint durations(String operation, double... values) {
    return durations(operation, distribution(4, values));
  }

  /** The same with one of its calls told by its trace. */
  static Metric.HistogramPoint slow(Metric.HistogramPoint point, double seconds) {
    long end = START.plusSeconds(59).toEpochMilli() * 1_000_000;
    return new Metric.HistogramPoint(
        point.attributes(),
        point.distribution(),
        new Exemplar(seconds, end, TRACE, "00f067aa0ba902b7"));
  }

  static Metric durations(Metric.HistogramPoint... points) {
    return new Metric(
        "gemba.operation.duration", "s", "Durations", new Metric.Histogram(List.of(points)));
  }

  static Metric gauge(String name, String unit, double value) {
    return new Metric(
        name,
        unit,
        "A gauge",
        new Metric.Gauge(List.of(new Metric.NumberPoint(Attributes.empty(), value))));
  }

  /** Counts each value in its bucket as the data model defines it. All values are positive. */
  static Distribution distribution(int scale, double... values) {
    int[] indexes = Arrays.stream(values).mapToInt(value -> index(scale, value)).toArray();
    int offset = Arrays.stream(indexes).min().orElse(0);
    long[] counts = new long[Arrays.stream(indexes).max().orElse(-1) - offset + 1];
    for (int index : indexes) {
      counts[index - offset]++;
    }
    return new Distribution(
        scale,
        values.length,
        Arrays.stream(values).sum(),
        Arrays.stream(values).min().orElse(Double.NaN),
        Arrays.stream(values).max().orElse(Double.NaN),
        0,
        0,
        offset,
        counts);
  }

  private static int index(int scale, double value) {
    int index = (int) Math.ceil(Math.log(value) / Math.log(2) * Math.pow(2, scale)) - 1;
    while (Distribution.lowerBound(scale, index) >= value) {
      index--;
    }
    while (Distribution.lowerBound(scale, index + 1) < value) {
      index++;
    }
    return index;
  }
}
