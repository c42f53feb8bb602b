package dev.gemba.bench;

import java.util.List;

/** All ways of watching a method that are compared. */
final class Ways {

  static final Way NONE = new NoAgent("none", "no agent", false);
  static final Way BY_HAND = new NoAgent("by-hand", "by hand: two clock reads and a sum", true);

  private Ways() {}

  static List<Way> all() {
    return List.of(
        NONE,
        BY_HAND,
        new Gemba("gemba-dark", "Gemba, woven and off", "off", "off"),
        new Gemba("gemba-count", "Gemba, count", "count", "off"),
        new Gemba("gemba-timing", "Gemba, timing", "timing", "off"),
        new Gemba("gemba-governed", "Gemba, timing, overhead: 5%", "timing", "5%"),
        new Gemba("gemba-span", "Gemba, span, 1 % of traces kept", "span", "off"),
        new JfrMethodTiming(),
        new Kieker(),
        new OpenTelemetry("otel", "OpenTelemetry, spans, no exporter", 1),
        new OpenTelemetry("otel-1%", "OpenTelemetry, 1 % of traces, no exporter", 0.01),
        new ElasticApm(),
        new Glowroot());
  }
}
