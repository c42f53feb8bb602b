package dev.gemba.exporter.file;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.time.Instant;
import java.util.List;

/** Snapshots for tests. Time runs from {@link #START}. */
final class Samples {

  static final Instant START = Instant.ofEpochSecond(1_800_000_000L, 5);
  static final Resource RESOURCE = new Resource(Attributes.of("service.name", "kanban"));

  private Samples() {}

  static Snapshot snapshot(long millis, List<Metric> metrics, List<Span> spans) {
    return new Snapshot(RESOURCE, START, START.plusMillis(millis), metrics, spans);
  }

  /** A snapshot with one counter, so that a line can be told by its value. */
  static Snapshot calls(long millis, long calls) {
    return snapshot(millis, List.of(counter(calls)), List.of());
  }

  static Metric counter(long value) {
    return new Metric(
        "gemba.operation.calls",
        "{call}",
        "Calls",
        new Metric.Sum(
            true,
            List.of(
                new Metric.NumberPoint(Attributes.of("gemba.operation", "board.load"), value))));
  }

  static Metric durations(Distribution distribution) {
    return new Metric(
        "gemba.operation.duration",
        "s",
        "Durations",
        new Metric.Histogram(
            List.of(
                new Metric.HistogramPoint(
                    Attributes.of("gemba.operation", "board.load"),
                    distribution,
                    new Exemplar(
                        0.5,
                        1_800_000_000_500_000_000L,
                        "0af7651916cd43dd8448eb211c80319c",
                        "b7ad6b7169203331")))));
  }

  static Span span(String name) {
    return new Span(
        "0af7651916cd43dd8448eb211c80319c",
        "b7ad6b7169203331",
        "",
        name,
        Span.Kind.INTERNAL,
        1_800_000_000_000_000_001L,
        1_800_000_000_000_000_007L,
        Attributes.of("thread.id", 7L),
        null,
        "ot=th:c");
  }

  /** What one sample of the CPU, and two of the heap, say of a method. */
  static Profile profile(Instant start, String method) {
    List<Profile.Frame> stack =
        List.of(
            new Profile.Frame("com.acme.Board", method, 7),
            new Profile.Frame("java.lang.Thread", "run", 0));
    List<Profile.Frame> allocating =
        List.of(new Profile.Frame("byte[]", "", 0), stack.get(0), stack.get(1));
    return new Profile(
        start,
        start.plusSeconds(10),
        "async-profiler 4.6",
        List.of(
            new Profile.Sample(
                Profile.Kind.CPU,
                stack,
                "board.load",
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                1,
                19_000_000),
            new Profile.Sample(Profile.Kind.ALLOC, allocating, "", "", "", 2, 8 << 20)));
  }

  static Snapshot withProfiles(long millis, Profile... profiles) {
    return calls(millis, millis).withProfiles(List.of(profiles));
  }
}
