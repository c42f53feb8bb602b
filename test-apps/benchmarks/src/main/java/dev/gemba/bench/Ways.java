package dev.gemba.bench;

import java.util.List;
import java.util.stream.Stream;

/** All ways of watching a method that are compared. */
final class Ways {

  static final Way NONE = new NoAgent("none", "no agent", false);
  static final Way BY_HAND = new NoAgent("by-hand", "by hand: two clock reads and a sum", true);

  private Ways() {}

  static List<Way> all() {
    return Stream.of(
            List.of(NONE, BY_HAND, Gemba.DARK),
            Gemba.levels(),
            List.of(
                new JfrMethodTiming(),
                new Kieker(),
                new OpenTelemetry("otel", "OpenTelemetry, spans, no exporter", 1),
                new OpenTelemetry("otel-1%", "OpenTelemetry, 1 % of traces, no exporter", 0.01),
                new ElasticApm(),
                new Glowroot()))
        .<Way>flatMap(List::stream)
        .toList();
  }
}
