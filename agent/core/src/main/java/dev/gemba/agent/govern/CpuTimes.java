package dev.gemba.agent.govern;

import java.util.Map;
import java.util.TreeMap;

/**
 * CPU used up to a moment, and garbage made.
 *
 * @param processNanos of the whole process; negative if this JVM cannot tell
 * @param threadNanos of Gemba's own threads, ended ones included, by name
 * @param garbage what Gemba's threads and all others allocated, and what collecting it took
 * @param ownThreads how many threads Gemba has
 */
public record CpuTimes(
    long processNanos, Map<String, Long> threadNanos, Garbage garbage, int ownThreads) {

  public CpuTimes {
    threadNanos = Map.copyOf(threadNanos);
  }

  /** Of a JVM that tells nothing of garbage. */
  CpuTimes(long processNanos, Map<String, Long> threadNanos) {
    this(processNanos, threadNanos, Garbage.UNKNOWN, threadNanos.size());
  }

  /** What was used since an earlier moment. */
  CpuTimes since(CpuTimes earlier) {
    Map<String, Long> used = new TreeMap<>();
    threadNanos.forEach(
        (name, nanos) ->
            used.put(name, Math.max(0, nanos - earlier.threadNanos.getOrDefault(name, 0L))));
    boolean known = processNanos >= 0 && earlier.processNanos >= 0;
    return new CpuTimes(
        known ? processNanos - earlier.processNanos : -1,
        used,
        garbage.since(earlier.garbage),
        ownThreads);
  }

  long allThreadsNanos() {
    return threadNanos.values().stream().mapToLong(Long::longValue).sum();
  }
}
