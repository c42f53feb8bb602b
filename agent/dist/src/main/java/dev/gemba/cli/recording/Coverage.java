package dev.gemba.cli.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stretches of time in which at least one process was recorded, without the gaps between them.
 * Overlaps count once. For one thread.
 */
final class Coverage {

  /** End of each stretch by its start, in nanoseconds since the epoch; none touch. */
  private final TreeMap<Long, Long> stretches = new TreeMap<>();

  void add(long startNanos, long endNanos) {
    if (startNanos <= 0 || endNanos < startNanos) {
      return;
    }
    long start = startNanos;
    long end = endNanos;
    Map.Entry<Long, Long> touching = stretches.floorEntry(end);
    while (touching != null && touching.getValue() >= start) {
      start = Math.min(start, touching.getKey());
      end = Math.max(end, touching.getValue());
      stretches.remove(touching.getKey());
      touching = stretches.floorEntry(end);
    }
    stretches.put(start, end);
  }

  Duration elapsed() {
    long nanos = 0;
    for (Map.Entry<Long, Long> stretch : stretches.entrySet()) {
      nanos += stretch.getValue() - stretch.getKey();
    }
    return Duration.ofNanos(nanos);
  }

  /** Null if nothing was recorded. */
  Instant start() {
    return stretches.isEmpty() ? null : instant(stretches.firstKey());
  }

  /** Null if nothing was recorded. */
  Instant end() {
    return stretches.isEmpty() ? null : instant(stretches.lastEntry().getValue());
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(0, epochNanos);
  }
}
