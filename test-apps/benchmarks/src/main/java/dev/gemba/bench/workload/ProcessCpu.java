package dev.gemba.bench.workload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the whole process has used, the agent's own threads included. */
final class ProcessCpu {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessCpu() {}

  /** Nanoseconds since its start. */
  static long nanos() {
    return SYSTEM.getProcessCpuTime();
  }
}
