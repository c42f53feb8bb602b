package dev.gemba.agent.runtime;

import com.sun.management.OperatingSystemMXBean;
import dev.gemba.api.export.Metric;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.List;

/** For how long the process runs, and with how much of the processors. */
final class Processor implements Source {

  private static final double MILLIS = 1000.0;
  private static final double NANOS = 1e9;

  private final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Override
  public List<Metric> read() {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(
        Source.gauge(
            "process.uptime",
            "s",
            "The time the process has been running.",
            runtime.getUptime() / MILLIS));
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
    return metrics;
  }
}
