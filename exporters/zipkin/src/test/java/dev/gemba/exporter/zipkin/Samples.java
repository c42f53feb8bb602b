package dev.gemba.exporter.zipkin;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
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
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final Resource KANBAN =
      new Resource(Attributes.of("service.name", "kanban").with("process.pid", 4711L));

  private Samples() {}

  static Exporter open(String endpoint, Map<String, String> more) throws Exception {
    Map<String, String> values = new HashMap<>(more);
    values.put("endpoint", endpoint);
    return new ZipkinExporterProvider(Map.of()).open(options(values));
  }

  static ExporterOptions options(Map<String, String> values) {
    return new ExporterOptions(values, warning -> {});
  }

  static Snapshot snapshot(Span... spans) {
    return snapshot(List.of(spans));
  }

  static Snapshot snapshot(List<Span> spans) {
    return new Snapshot(KANBAN, START, START.plusSeconds(60), List.of(), spans);
  }

  /** So many, numbered from 1, of one trace. */
  static List<Span> spans(int count, Attributes attributes) {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      spans.add(span("%016x".formatted(i), "", Kind.INTERNAL, attributes));
    }
    return spans;
  }

  static Span span(String id, String parent, Kind kind, Attributes attributes) {
    return new Span(
        TRACE, id, parent, "board.load", kind, START_NANOS, START_NANOS + 5_000, attributes, null);
  }
}
