package dev.gemba.agent.weave;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was woven and what was not, and why. Bounded. Safe for use by many threads. */
final class WeaveLog {

  private static final int MAX_CLASSES = 10_000;

  private final Map<String, Integer> woven = new LinkedHashMap<>();
  private final Map<String, String> failed = new LinkedHashMap<>();

  synchronized void woven(String className, int methods) {
    if (woven.size() < MAX_CLASSES) {
      woven.put(className, methods);
    }
    failed.remove(className);
  }

  synchronized void failed(String className, String reason) {
    if (failed.size() < MAX_CLASSES) {
      failed.put(className, reason);
    }
  }

  /** Number of woven methods by class. */
  synchronized Map<String, Integer> woven() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(woven));
  }

  /** Why a class, or some of its methods, could not be woven, by class. */
  synchronized Map<String, String> failed() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(failed));
  }
}
