package dev.gemba.cli.recording;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Span;
import java.util.List;

/** What one line says. */
record ExportRequest(List<ResourceMetrics> metrics, List<Span> spans, List<Profile> profiles) {

  /** The metrics of one resource. */
  record ResourceMetrics(Attributes resource, List<Points> metrics) {}

  enum Kind {
    MONOTONIC_SUM,
    SUM,
    GAUGE,
    HISTOGRAM,
    /** Explicit buckets, summaries: read over, and mentioned. */
    OTHER
  }

  /** What makes two metrics the same. */
  record MetricId(String name, String unit, Kind kind) {}

  /**
   * @param delta whether each point holds only what came since the point before
   */
  record Points(MetricId metric, String description, boolean delta, List<Point> points) {}

  /**
   * One state of one series.
   *
   * @param startNanos since the epoch; 0 if unknown
   * @param number null for a distribution
   * @param distribution null for a number
   */
  record Point(
      Attributes attributes,
      long startNanos,
      long timeNanos,
      Number number,
      Distribution distribution) {}
}
