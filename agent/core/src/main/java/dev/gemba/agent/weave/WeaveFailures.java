package dev.gemba.agent.weave;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which classes could not be woven, and why. Bounded. Safe for use by many threads. */
final class WeaveFailures {

  private static final int MAX_CLASSES = 10_000;

  private final Map<String, String> byClass = new LinkedHashMap<>();

  /** True if this is news. */
  synchronized boolean add(String className, String reason) {
    return byClass.size() < MAX_CLASSES && !reason.equals(byClass.put(className, reason));
  }

  synchronized void remove(String className) {
    byClass.remove(className);
  }

  synchronized int size() {
    return byClass.size();
  }

  /** Why a class, or some of its methods, could not be woven, by class. */
  synchronized Map<String, String> all() {
    return Map.copyOf(byClass);
  }
}
