package dev.gemba.agent.runtime;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * What Linux counts for the process, all of its threads together: CPU by mode, page faults,
 * threads, address space, bytes that went to and from disks.
 */
final class ProcessCounters implements Source {

  /** Of clock ticks in proc(5), on all architectures that HotSpot runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields of {@code stat}, counted from behind the name, which may hold anything. */
  private static final int MINOR_FAULTS = 7;

  private static final int MAJOR_FAULTS = 9;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int THREADS = 17;
  private static final int VIRTUAL_BYTES = 20;
  private static final int FIELDS = 21;

  private final File stat;
  private final File io;

  /**
   * @param process what Linux tells of a process, {@code /proc/self}; it need not exist
   */
  ProcessCounters(File process) {
    this.stat = new File(process, "stat");
    this.io = new File(process, "io");
  }

  @Override
  public List<Metric> read() {
    List<Metric> metrics = new ArrayList<>();
    readStat(metrics);
    readIo(metrics);
    return metrics;
  }

  private void readStat(List<Metric> metrics) {
    String text = KernelFile.text(stat);
    if (text == null) {
      return;
    }
    String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
    if (fields.length < FIELDS) {
      return;
    }
    metrics.add(
        Source.counter(
            "process.cpu.time",
            "s",
            "Total CPU seconds broken down by different states.",
            List.of(
                new NumberPoint(
                    mode("user"), Long.parseLong(fields[USER_TICKS]) / TICKS_PER_SECOND),
                new NumberPoint(
                    mode("system"), Long.parseLong(fields[SYSTEM_TICKS]) / TICKS_PER_SECOND))));
    metrics.add(
        Source.counter(
            "process.paging.faults",
            "{fault}",
            "Number of page faults the process has made.",
            List.of(
                new NumberPoint(fault("minor"), Long.valueOf(fields[MINOR_FAULTS])),
                new NumberPoint(fault("major"), Long.valueOf(fields[MAJOR_FAULTS])))));
    metrics.add(
        Source.level(
            "process.thread.count",
            "{thread}",
            "Process threads count.",
            Long.valueOf(fields[THREADS])));
    metrics.add(
        Source.level(
            "process.memory.virtual",
            "By",
            "The amount of committed virtual memory.",
            Long.valueOf(fields[VIRTUAL_BYTES])));
  }

  private void readIo(List<Metric> metrics) {
    String text = KernelFile.text(io);
    long read = KernelFile.number(text, "read_bytes");
    long written = KernelFile.number(text, "write_bytes");
    if (read >= 0 && written >= 0) {
      metrics.add(
          Source.counter(
              "process.disk.io",
              "By",
              "Disk bytes transferred.",
              List.of(
                  new NumberPoint(Source.direction("disk", "read"), read),
                  new NumberPoint(Source.direction("disk", "write"), written))));
    }
  }

  private static Attributes mode(String mode) {
    return Attributes.of("cpu.mode", mode);
  }

  private static Attributes fault(String type) {
    return Attributes.of("system.paging.fault.type", type);
  }
}
