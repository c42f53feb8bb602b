package dev.gemba.api.export;

import java.time.Instant;
import java.util.List;

/**
 * What Gemba held at one moment. Metrics are cumulative since {@code start}: a snapshot that is
 * never exported loses no metric. Spans are those that ended since the snapshot before, profiles
 * those that were completed since.
 *
 * @param resource the process
 * @param start when cumulative metrics began
 * @param time when this was taken; strictly later than the snapshot before
 * @param metrics at most one of each name; none at all where there are only spans to deliver, which
 *     says nothing of metrics
 * @param spans in no particular order
 * @param profiles oldest first; none unless an exporter {@linkplain ExporterProvider#takesProfiles
 *     takes them}
 */
public record Snapshot(
    Resource resource,
    Instant start,
    Instant time,
    List<Metric> metrics,
    List<Span> spans,
    List<Profile> profiles) {

  /** Name of the instrumentation scope under which all of this is exported. */
  public static final String SCOPE = "dev.gemba";

  public Snapshot {
    metrics = List.copyOf(metrics);
    spans = List.copyOf(spans);
    profiles = List.copyOf(profiles);
  }

  /** One without profiles. */
  public Snapshot(
      Resource resource, Instant start, Instant time, List<Metric> metrics, List<Span> spans) {
    this(resource, start, time, metrics, spans, List.of());
  }

  /** This one with other spans. */
  public Snapshot withSpans(List<Span> others) {
    return new Snapshot(resource, start, time, metrics, others, profiles);
  }

  /** This one with other profiles. */
  public Snapshot withProfiles(List<Profile> others) {
    return new Snapshot(resource, start, time, metrics, spans, others);
  }

  /** This one without its metrics, which says nothing of them. */
  public Snapshot withoutMetrics() {
    return new Snapshot(resource, start, time, List.of(), spans, profiles);
  }

  /** Whether there is nothing in it to take out. */
  public boolean isEmpty() {
    return metrics.isEmpty() && spans.isEmpty() && profiles.isEmpty();
  }

  /**
   * This one without its spans and profiles, for whoever keeps it: they are most of what it takes
   * of the heap.
   */
  public Snapshot metricsOnly() {
    boolean isSo = spans.isEmpty() && profiles.isEmpty();
    return isSo ? this : new Snapshot(resource, start, time, metrics, List.of(), List.of());
  }
}
