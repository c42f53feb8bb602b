package dev.gemba.exporter.kafka;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import dev.gemba.api.export.Span.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Snapshots whose every value is known. */
final class Samples {

  static final Instant START = Instant.parse("2026-01-02T03:04:05.000000006Z");
  static final long START_NANOS = START.getEpochSecond() * 1_000_000_000L + START.getNano();
  static final Resource KANBAN =
      new Resource(Attributes.of("service.name", "kanban").with("process.pid", 4711L));

  private static final List<Kind> KINDS = List.of(Kind.values());

  private Samples() {}

  static Exporter open(String brokers, Map<String, String> more) throws Exception {
    Map<String, String> values = new HashMap<>(more);
    values.put("brokers", brokers);
    return new KafkaExporterProvider().open(options(values));
  }

  static ExporterOptions options(Map<String, String> values) {
    return new ExporterOptions(values, warning -> {});
  }

  /** At so many seconds after the start. */
  static Snapshot at(int seconds, List<Metric> metrics, List<Span> spans) {
    return new Snapshot(KANBAN, START, START.plusSeconds(seconds), metrics, spans);
  }

  /** So many of one trace, numbered from 1, of all kinds in turn; the third of three failed. */
  static List<Span> trace(int trace, int count, Attributes attributes) {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      spans.add(
          new Span(
              "%032x".formatted(trace),
              "%016x".formatted(i),
              i == 1 ? "" : "%016x".formatted(i - 1),
              "board.load",
              KINDS.get(i % KINDS.size()),
              START_NANOS + i,
              START_NANOS + i + 5_000,
              attributes,
              i % 3 == 0 ? "java.io.IOException" : null));
    }
    return spans;
  }

  static Attributes odd() {
    return Attributes.of("board.id", "\"quoted\" \\ back\nline \u00fc\uD83D\uDE00")
        .with("ratio", 0.25)
        .with("cached", true)
        .with("task.count", 42L);
  }

  /** One of each kind, of as many points. */
  static List<Metric> metrics(int points) {
    List<NumberPoint> longs = new ArrayList<>();
    List<NumberPoint> doubles = new ArrayList<>();
    List<HistogramPoint> distributions = new ArrayList<>();
    for (int i = 1; i <= points; i++) {
      Attributes series = Attributes.of("gemba.operation", "board.load" + i);
      longs.add(new NumberPoint(series, (long) i));
      doubles.add(new NumberPoint(series, i / 4.0));
      distributions.add(
          new HistogramPoint(
              series, new Distribution(4, 10, 3.75, 0.0005, i, 2, 0, -7, new long[] {1, 0, 4, 3})));
    }
    return List.of(
        new Metric("gemba.operation.calls", "{call}", "Calls.", new Metric.Sum(true, longs)),
        new Metric("jvm.thread.count", "{thread}", "Threads.", new Metric.Sum(false, longs)),
        new Metric("gemba.overhead.ratio", "1", "Share.", new Metric.Gauge(doubles)),
        new Metric("gemba.operation.duration", "s", "Time.", new Metric.Histogram(distributions)));
  }
}
