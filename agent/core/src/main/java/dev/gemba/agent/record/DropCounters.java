package dev.gemba.agent.record;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was lost anywhere in the agent, by reason. Safe for use by all of the agent's threads; what
 * application threads drop is counted in their recorders.
 */
public final class DropCounters {

  private final Map<String, LongAdder> byReason = new ConcurrentHashMap<>();

  /** Counts a loss. */
  public void add(String reason, long count) {
    byReason.computeIfAbsent(reason, r -> new LongAdder()).add(count);
  }

  /** Totals so far, by reason. */
  public Map<String, Long> totals() {
    Map<String, Long> totals = new TreeMap<>();
    byReason.forEach((reason, count) -> totals.put(reason, count.sum()));
    return totals;
  }
}
