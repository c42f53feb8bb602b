package dev.gemba.agent.record;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.bootstrap.Buckets;
import dev.gemba.bootstrap.DurationCell;
import dev.gemba.bootstrap.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was recorded for one series, snapshot after snapshot. Most series of an application with
 * many are quiet most of the time, so the points of the last snapshot are kept and given out again
 * as long as nothing was called. For the collector's thread.
 */
final class SeriesReading {

  private final Series series;
  private final Attributes attributes;
  private final List<DurationCell> cells = new ArrayList<>();
  private long retiredCalls;
  private Distribution retiredDurations = Distribution.empty(Buckets.SCALE);

  private NumberPoint calls;
  private HistogramPoint durations;

  /**
   * Whether the points were made after a snapshot in which nothing had changed: what the writers
   * had done by the one before need not have been seen whole by then.
   */
  private boolean settled;

  SeriesReading(Series series, Attributes attributes) {
    this.series = series;
    this.attributes = attributes;
  }

  /** Forgets the cells of the last snapshot. */
  void begin() {
    cells.clear();
  }

  /** One thread's cell. */
  void add(DurationCell cell) {
    cells.add(cell);
  }

  /** Takes over what a cell held whose thread has ended. */
  void retire(SeriesTotal total) {
    retiredCalls += total.calls();
    retiredDurations = retiredDurations.plus(total.durations());
    settled = false;
  }

  /**
   * Makes the points anew unless nothing has changed.
   *
   * @param total to add up with; its contents before and after are of no meaning
   */
  void read(SeriesTotal total) {
    long made = callsNow();
    boolean same = calls != null && calls.value().longValue() == made;
    if (same && settled) {
      return;
    }
    total.clear();
    cells.forEach(total::add);
    Distribution distribution = retiredDurations.plus(total.durations());
    calls = new NumberPoint(attributes, retiredCalls + total.calls());
    durations = distribution.count() > 0 ? new HistogramPoint(attributes, distribution) : null;
    settled = same && calls.value().longValue() == made;
  }

  String operation() {
    return series.operation;
  }

  /** Calls so far, by the cells that were added. */
  long callsNow() {
    long made = retiredCalls;
    for (DurationCell cell : cells) {
      made += cell.calls();
    }
    return made;
  }

  NumberPoint calls() {
    return calls;
  }

  /** Whether any call was timed. */
  boolean isTimed() {
    return durations != null;
  }

  /** Durations of calls, of which at least one was timed. */
  HistogramPoint durations(SlowestSpans slowest) {
    Exemplar exemplar = slowest.of(series);
    if (!Objects.equals(exemplar, durations.exemplar())) {
      durations = new HistogramPoint(attributes, durations.distribution(), exemplar);
    }
    return durations;
  }
}
