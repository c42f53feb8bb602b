package dev.gemba.agent.runtime;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * What the process's control group may use, and uses: in a container, the container. Versions 1 and
 * 2 (cgroups(7), and the kernel's cgroup-v2.rst). Limits have no name in OpenTelemetry's
 * conventions; they are called as those of Kubernetes' containers are there.
 */
final class Container implements Source {

  /** Version 1 has no word for "no limit" of memory, but a number near all that there can be. */
  private static final long NO_LIMIT = 1L << 60;

  private static final double TICKS_PER_SECOND = 100;
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;

  private final Cgroup memory;
  private final Cgroup cpu;
  private final Cgroup cpuTime;

  /**
   * @param root of the file system, {@code /}
   */
  Container(File root) {
    this.memory = Cgroup.of(root, "memory");
    this.cpu = Cgroup.of(root, "cpu");
    this.cpuTime = Cgroup.of(root, "cpuacct");
  }

  @Override
  public List<Metric> read() {
    List<Metric> metrics = new ArrayList<>();
    if (memory != null) {
      readMemory(metrics);
    }
    if (cpu != null) {
      readCpuLimit(metrics);
      readThrottling(metrics);
    }
    if (cpuTime != null) {
      readCpuTime(metrics);
    }
    return metrics;
  }

  private void readMemory(List<Metric> metrics) {
    boolean newer = memory.version() == 2;
    long used =
        KernelFile.number(
            new File(memory.own(), newer ? "memory.current" : "memory.usage_in_bytes"));
    if (used >= 0) {
      metrics.add(
          Source.level("container.memory.usage", "By", "Memory usage of the container.", used));
    }
    long least = NO_LIMIT;
    for (File group : memory.groups()) {
      long limit =
          KernelFile.number(new File(group, newer ? "memory.max" : "memory.limit_in_bytes"));
      least = limit >= 0 ? Math.min(least, limit) : least;
    }
    if (least < NO_LIMIT) {
      metrics.add(
          Source.level(
              "container.memory.limit", "By", "Memory that the container may use.", least));
    }
  }

  private void readCpuLimit(List<Metric> metrics) {
    double least = Double.POSITIVE_INFINITY;
    for (File group : cpu.groups()) {
      long quota;
      long period;
      if (cpu.version() == 2) {
        String text = KernelFile.text(new File(group, "cpu.max"));
        String[] parts = text == null ? new String[0] : text.strip().split(" ");
        quota = parts.length == 2 ? KernelFile.number(parts[0]) : -1;
        period = parts.length == 2 ? KernelFile.number(parts[1]) : -1;
      } else {
        quota = KernelFile.number(new File(group, "cpu.cfs_quota_us"));
        period = KernelFile.number(new File(group, "cpu.cfs_period_us"));
      }
      if (quota > 0 && period > 0) {
        least = Math.min(least, (double) quota / period);
      }
    }
    if (least < Double.POSITIVE_INFINITY) {
      metrics.add(
          Source.gauge("container.cpu.limit", "{cpu}", "CPU that the container may use.", least));
    }
  }

  /** Only told where there is a limit in whose periods it could be throttled. */
  private void readThrottling(List<Metric> metrics) {
    String stat = KernelFile.text(new File(cpu.own(), "cpu.stat"));
    long periods = KernelFile.number(stat, "nr_periods");
    if (periods <= 0) {
      return;
    }
    double throttled =
        cpu.version() == 2
            ? KernelFile.number(stat, "throttled_usec") / MICROS
            : KernelFile.number(stat, "throttled_time") / NANOS;
    metrics.add(
        Source.counter(
            "container.cpu.periods",
            "{period}",
            "Periods in which the container wanted CPU and had a limit.",
            periods));
    metrics.add(
        Source.counter(
            "container.cpu.throttled.periods",
            "{period}",
            "Periods in which the container came to its limit.",
            Math.max(0, KernelFile.number(stat, "nr_throttled"))));
    metrics.add(
        Source.counter(
            "container.cpu.throttled.time",
            "s",
            "Time for which the container was kept from CPUs by its limit.",
            Math.max(0, throttled)));
  }

  private void readCpuTime(List<Metric> metrics) {
    boolean newer = cpuTime.version() == 2;
    String stat = KernelFile.text(new File(cpuTime.own(), newer ? "cpu.stat" : "cpuacct.stat"));
    long user = KernelFile.number(stat, newer ? "user_usec" : "user");
    long system = KernelFile.number(stat, newer ? "system_usec" : "system");
    if (user < 0 || system < 0) {
      return;
    }
    double unit = newer ? MICROS : TICKS_PER_SECOND;
    metrics.add(
        Source.counter(
            "container.cpu.time",
            "s",
            "Total CPU time consumed.",
            List.of(
                new NumberPoint(Attributes.of("cpu.mode", "user"), user / unit),
                new NumberPoint(Attributes.of("cpu.mode", "system"), system / unit))));
  }
}
