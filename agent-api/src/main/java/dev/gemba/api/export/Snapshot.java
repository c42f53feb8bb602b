package dev.gemba.api.export;

import java.time.Instant;
import java.util.List;

/**
 * What Gemba held at one moment. Metrics are cumulative since {@code start}: a snapshot that is
 * never exported loses no metric. Spans are those that ended since the snapshot before.
 *
 * @param resource the process
 * @param start when cumulative metrics began
 * @param time when this was taken; strictly later than the snapshot before
 * @param metrics at most one of each name; none at all where there are only spans to deliver, which
 *     says nothing of metrics
 * @param spans in no particular order
 */
public record Snapshot(
    Resource resource, Instant start, Instant time, List<Metric> metrics, List<Span> spans) {

  /** Name of the instrumentation scope under which all of this is exported. */
  public static final String SCOPE = "dev.gemba";

  public Snapshot {
    metrics = List.copyOf(metrics);
    spans = List.copyOf(spans);
  }

  /** This one with other spans. */
  public Snapshot withSpans(List<Span> others) {
    return new Snapshot(resource, start, time, metrics, others);
  }

  /**
   * This one without its spans, for whoever keeps it: they are most of what it takes of the heap.
   */
  public Snapshot withoutSpans() {
    return spans.isEmpty() ? this : new Snapshot(resource, start, time, metrics, List.of());
  }
}
