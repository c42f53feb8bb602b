package dev.gemba.agent.govern;

import java.util.Map;
import java.util.TreeMap;

/**
 * What lies between two readings. Immutable.
 *
 * @param calls by operation; those that had none are left out
 * @param processNanos CPU; negative if this JVM does not tell
 * @param ownNanos the part of Gemba's own threads
 * @param ownGcNanos the part of collecting what those allocated; 0 if unknown
 */
record Slice(
    long nanos, Map<String, Long> calls, long processNanos, long ownNanos, double ownGcNanos) {

  static Slice between(Reading older, Reading newer) {
    Map<String, Long> made = new TreeMap<>();
    newer
        .calls()
        .forEach(
            (operation, now) -> {
              long more = now - older.calls().getOrDefault(operation, 0L);
              if (more > 0) {
                made.put(operation, more);
              }
            });
    CpuTimes used = newer.cpu().since(older.cpu());
    double garbage = used.garbage().ownNanos();
    return new Slice(
        newer.nanos() - older.nanos(),
        made,
        used.processNanos(),
        used.allThreadsNanos(),
        Double.isNaN(garbage) ? 0 : garbage);
  }

  long allCalls() {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  /** CPU of the application, with what woven code adds to it. */
  long applicationNanos() {
    return Math.max(0, processNanos - ownNanos);
  }

  /** Both, one after the other. */
  Slice plus(Slice other) {
    Map<String, Long> all = new TreeMap<>(calls);
    other.calls.forEach((operation, made) -> all.merge(operation, made, Long::sum));
    return new Slice(
        nanos + other.nanos,
        all,
        processNanos + other.processNanos,
        ownNanos + other.ownNanos,
        ownGcNanos + other.ownGcNanos);
  }

  static Slice empty() {
    return new Slice(0, Map.of(), 0, 0, 0);
  }
}
