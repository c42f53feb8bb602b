package dev.gemba.agent.record;

import dev.gemba.api.export.Exemplar;
import dev.gemba.bootstrap.Series;
import java.util.IdentityHashMap;

/**
 * Of each series, the slowest call of late whose trace was kept: it stays until there is a slower
 * one, or for a minute. For one thread.
 */
final class SlowestSpans {

  private static final double NANOS = 1e9;
  private static final long STAYS_NANOS = 60_000_000_000L;

  // Series are never forgotten, so this holds none of them back.
  private final IdentityHashMap<Series, Exemplar> slowest = new IdentityHashMap<>();

  /**
   * Takes a span.
   *
   * @param nanos how long it took
   * @param end in nanoseconds since 1970
   */
  void offer(Series series, long nanos, long end, String traceId, String spanId) {
    Exemplar known = slowest.get(series);
    double seconds = nanos / NANOS;
    if (known == null || seconds >= known.value() || end - known.epochNanos() > STAYS_NANOS) {
      slowest.put(series, new Exemplar(seconds, end, traceId, spanId));
    }
  }

  /** Null if no span of the series was kept. */
  Exemplar of(Series series) {
    return slowest.get(series);
  }
}
