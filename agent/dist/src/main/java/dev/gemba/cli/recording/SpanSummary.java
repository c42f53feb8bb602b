package dev.gemba.cli.recording;

import dev.gemba.api.export.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The spans of a recording at a glance. Immutable.
 *
 * @param spans all of them
 * @param traces those that begin a trace in this process
 * @param errors those that ended with an exception
 * @param slowest the longest ones that begin a trace, longest first, at most {@value #SLOWEST}
 */
public record SpanSummary(long spans, long traces, long errors, List<Span> slowest) {

  private static final int SLOWEST = 3;

  public SpanSummary {
    slowest = List.copyOf(slowest);
  }

  /** Adds up spans without keeping them. For one thread. */
  static final class Builder {

    private static final Comparator<Span> LONGEST_FIRST =
        Comparator.<Span>comparingLong(span -> span.endEpochNanos() - span.startEpochNanos())
            .reversed();

    private long spans;
    private long traces;
    private long errors;
    private final List<Span> slowest = new ArrayList<>();

    void add(Span span) {
      spans++;
      errors += span.errorType() == null ? 0 : 1;
      if (span.parentSpanId().isEmpty()) {
        traces++;
        slowest.add(span);
        slowest.sort(LONGEST_FIRST);
        if (slowest.size() > SLOWEST) {
          slowest.remove(SLOWEST);
        }
      }
    }

    SpanSummary build() {
      return new SpanSummary(spans, traces, errors, slowest);
    }
  }
}
