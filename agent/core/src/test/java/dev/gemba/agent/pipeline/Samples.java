package dev.gemba.agent.pipeline;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Snapshots whose spans can be told from each other. */
final class Samples {

  static final Resource RESOURCE = new Resource(Attributes.of("service.name", "kanban"));

  private Samples() {}

  /** With a metric {@code m<second>}, and spans of these names. */
  static Snapshot at(int second, String... names) {
    Metric metric = new Metric("m" + second, "1", "", new Metric.Gauge(List.of()));
    return new Snapshot(
        RESOURCE,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(second),
        List.of(metric),
        Stream.of(names).map(Samples::span).toList());
  }

  /** Likewise, with names {@code <second>-<i>}. */
  static Snapshot at(int second, int spans) {
    return at(
        second, IntStream.range(0, spans).mapToObj(i -> second + "-" + i).toArray(String[]::new));
  }

  static Span span(String name) {
    return new Span(
        "0af7651916cd43dd8448eb211c80319c",
        "00f067aa0ba902b7",
        "",
        name,
        Span.Kind.SERVER,
        1,
        2,
        Attributes.of("thread.id", 7L),
        null);
  }
}
