package dev.gemba.agent.trace;

import dev.gemba.bootstrap.Series;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operations that the calls of a pack's target have come under: names are made of what others
 * send, so there are only so many. Safe for use by all threads.
 */
final class OperationNames {

  /** An application with more routes or statements than that is rare. */
  static final int MOST = 1_000;

  private final ConcurrentHashMap<String, Series> series = new ConcurrentHashMap<>();

  /** The series of an operation; null if there are so many already that this one has no room. */
  Series of(String operation) {
    Series known = series.get(operation);
    if (known == null && series.size() < MOST) {
      known = Series.of(operation);
      series.put(operation, known);
    }
    return known;
  }

  boolean contains(String operation) {
    return series.containsKey(operation);
  }
}
