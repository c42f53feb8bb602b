package dev.gemba.agent.weave;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Types that came by after some of their subtypes: which are to be looked at, and when. Each is
 * looked at twice, once at once and once when whatever was being loaded then is loaded. Safe for
 * use by many threads.
 */
final class Latecomers {

  private static final long TO_BE_LOADED_NANOS = Duration.ofSeconds(2).toNanos();

  /** When each was looked at first; 0 once that was done again. */
  private final Map<String, Long> looked = new HashMap<>();

  /** Whether there is anything to look at now. */
  synchronized boolean hasToLookAt(Set<String> met, long now) {
    for (String type : met) {
      if (isDue(type, now)) {
        return true;
      }
    }
    return false;
  }

  /** Those to be looked at now, which are then taken for looked at. */
  synchronized Set<String> toLookAt(Set<String> met, long now) {
    Set<String> due = new HashSet<>();
    for (String type : met) {
      if (isDue(type, now)) {
        due.add(type);
        looked.put(type, looked.containsKey(type) ? Long.valueOf(0) : Long.valueOf(now));
      }
    }
    return due;
  }

  private boolean isDue(String type, long now) {
    Long first = looked.get(type);
    return first == null || (first != 0 && now - first > TO_BE_LOADED_NANOS);
  }
}
