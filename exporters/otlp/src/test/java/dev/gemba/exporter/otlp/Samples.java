package dev.gemba.exporter.otlp;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Frame;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Snapshots whose every value is known. */
final class Samples {

  static final Instant START = Instant.parse("2026-01-02T03:04:05.000000006Z");
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String SPAN = "00f067aa0ba902b7";
  static final Resource RESOURCE =
      new Resource(Attributes.of("service.name", "kanban").with("process.pid", 4711L));
  static final Attributes LOAD = Attributes.of("gemba.operation", "kanban.board.load");

  private Samples() {}

  static ExporterOptions options(Map<String, String> values) {
    return new ExporterOptions(values, warning -> {});
  }

  /** At so many seconds after the start. */
  private static final Exemplar SLOW =
      new Exemplar(1.5, 1_700_000_000_500_000_002L, TRACE, "00f067aa0ba902b7");

  static Snapshot at(int seconds, List<Metric> metrics, Span... spans) {
    return new Snapshot(RESOURCE, START, START.plusSeconds(seconds), metrics, List.of(spans));
  }

  /** A snapshot with one counter and one histogram, both of which hold this many calls. */
  static Snapshot calls(int seconds, long calls) {
    return at(seconds, List.of(counter(calls), duration(calls)));
  }

  /** With samples of two kinds, some of them of a span or an operation. */
  static Snapshot profiles(int seconds, Span... spans) {
    List<Frame> stack =
        List.of(new Frame("com.acme.Board", "load", 12), new Frame("", "start_thread", 0));
    Profile profile =
        new Profile(
            START,
            START.plusSeconds(10),
            "async-profiler 4.6",
            List.of(
                new Sample(Kind.CPU, stack, "kanban.board.load", TRACE, SPAN, 3, 57_000_000),
                new Sample(Kind.CPU, stack, "", "", "", 1, 19_000_000),
                new Sample(
                    Kind.ALLOC,
                    List.of(new Frame("byte[]", "", 0), stack.get(0)),
                    "kanban.board.load",
                    "",
                    "",
                    2,
                    8_000_000)));
    return at(seconds, List.of(), spans).withProfiles(List.of(profile));
  }

  static Metric counter(Number value) {
    return new Metric(
        "gemba.operation.calls",
        "{call}",
        "Calls.",
        new Metric.Sum(true, List.of(new Metric.NumberPoint(LOAD, value))));
  }

  /** So many calls, each of one bucket, and one second in sum each. */
  static Metric duration(long calls) {
    return histogram(new Distribution(4, calls, calls, 0.5, 2, 0, 0, -3, new long[] {calls}));
  }

  static Metric histogram(Distribution distribution) {
    return new Metric(
        "gemba.operation.duration",
        "s",
        "Time of calls.",
        new Metric.Histogram(List.of(new Metric.HistogramPoint(LOAD, distribution, SLOW))));
  }

  static Metric gauge(String name, Number value) {
    return new Metric(
        name,
        "1",
        "Now.",
        new Metric.Gauge(List.of(new Metric.NumberPoint(Attributes.empty(), value))));
  }

  static Span span(String id, String parent, String errorType) {
    return new Span(
        TRACE,
        id,
        parent,
        "kanban.board.load",
        Span.Kind.CLIENT,
        1_700_000_000_000_000_001L,
        1_700_000_000_500_000_002L,
        Attributes.of("board.id", "b1")
            .with("task.count", 42L)
            .with("ratio", 0.25)
            .with("cached", true),
        errorType,
        "ot=th:c,acme=1");
  }
}
