package dev.gemba.agent.runtime;

import com.sun.management.OperatingSystemMXBean;
import dev.gemba.api.export.Metric;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Processor time of the process. */
final class Processor implements Source {

  private static final double NANOS = 1e9;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Override
  public List<Metric> read() {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(
        Source.level(
            "jvm.cpu.count",
            "{cpu}",
            "Number of processors available to the Java virtual machine.",
            (long) Runtime.getRuntime().availableProcessors()));
    long timeNanos = system.getProcessCpuTime();
    if (timeNanos >= 0) { // negative where the platform cannot tell
      metrics.add(
          Source.counter(
              "jvm.cpu.time",
              "s",
              "CPU time used by the process as reported by the JVM.",
              timeNanos / NANOS));
    }
    double load = system.getProcessCpuLoad();
    if (load >= 0) { // negative or NaN before the first interval has passed
      metrics.add(
          Source.gauge(
              "jvm.cpu.recent_utilization",
              "1",
              "Recent CPU utilization for the process as reported by the JVM.",
              load));
    }
    double average = system.getSystemLoadAverage();
    if (average >= 0) { // negative where the platform has none
      metrics.add(
          Source.gauge(
              "jvm.system.cpu.load_1m",
              "{run_queue_item}",
              "Average CPU load of the whole system for the last minute as reported by the JVM.",
              average));
    }
    return metrics;
  }
}
