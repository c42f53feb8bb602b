package dev.gemba.agent.runtime;

import com.sun.management.OperatingSystemMXBean;
import dev.gemba.api.export.Metric;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** How busy process and system are, as the JVM finds in the files of kernel and container. */
final class Load implements Source {

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Override
  public List<Metric> read() {
    List<Metric> metrics = new ArrayList<>();
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
