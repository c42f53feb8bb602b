package dev.gemba.agent.runtime;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Platform threads by state. Without stacks, so reading them needs no safepoint. */
final class ThreadStates implements Source {

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  @Override
  public List<Metric> read() {
    Map<String, Integer> daemons = new TreeMap<>();
    Map<String, Integer> others = new TreeMap<>();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) { // null if it has ended meanwhile
        String state = thread.getThreadState().name().toLowerCase(Locale.ROOT);
        (thread.isDaemon() ? daemons : others).merge(state, 1, Integer::sum);
      }
    }
    List<NumberPoint> points = new java.util.ArrayList<>();
    daemons.forEach((state, count) -> points.add(point(state, true, count)));
    others.forEach((state, count) -> points.add(point(state, false, count)));
    return List.of(
        Source.level(
            "jvm.thread.count", "{thread}", "Number of executing platform threads.", points));
  }

  private static NumberPoint point(String state, boolean daemon, int count) {
    return new NumberPoint(
        Attributes.of("jvm.thread.state", state).with("jvm.thread.daemon", daemon), (long) count);
  }
}
