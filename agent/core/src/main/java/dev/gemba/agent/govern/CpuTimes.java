package dev.gemba.agent.govern;

import java.util.Map;
import java.util.TreeMap;

/**
 * CPU used up to a moment.
 *
 * @param processNanos of the whole process; negative if this JVM cannot tell
 * @param threadNanos of Gemba's own threads, ended ones included, by name
 */
record CpuTimes(long processNanos, Map<String, Long> threadNanos) {

  CpuTimes {
    threadNanos = Map.copyOf(threadNanos);
  }

  /** What was used since an earlier moment. */
  CpuTimes since(CpuTimes earlier) {
    Map<String, Long> used = new TreeMap<>();
    threadNanos.forEach(
        (name, nanos) ->
            used.put(name, Math.max(0, nanos - earlier.threadNanos.getOrDefault(name, 0L))));
    boolean known = processNanos >= 0 && earlier.processNanos >= 0;
    return new CpuTimes(known ? processNanos - earlier.processNanos : -1, used);
  }

  long allThreadsNanos() {
    return threadNanos.values().stream().mapToLong(Long::longValue).sum();
  }
}
