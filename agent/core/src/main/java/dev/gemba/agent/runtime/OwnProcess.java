package dev.gemba.agent.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.gemba.api.export.Metric;
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The process as the operating system sees it. Resident memory is known on Linux only. */
final class OwnProcess implements Source {

  private final String statusFile;

  OwnProcess() {
    this("/proc/self/status");
  }

  /**
   * @param statusFile what Linux tells of a process (proc(5)); it need not exist
   */
  OwnProcess(String statusFile) {
    this.statusFile = statusFile;
  }

  @Override
  public List<Metric> read() {
    List<Metric> metrics = new ArrayList<>();
    long resident = residentBytes();
    if (resident >= 0) {
      metrics.add(
          Source.level(
              "process.memory.usage", "By", "The amount of physical memory in use.", resident));
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getOpenFileDescriptorCount() >= 0) {
      metrics.add(
          Source.level(
              "process.unix.file_descriptor.count",
              "{file_descriptor}",
              "Number of unix file descriptors in use by the process.",
              unix.getOpenFileDescriptorCount()));
      metrics.add(
          Source.level(
              "jvm.file_descriptor.limit",
              "{file_descriptor}",
              "Measure of max open file descriptors as reported by the JVM.",
              unix.getMaxFileDescriptorCount()));
    }
    return metrics;
  }

  /** The line {@code VmRSS: 12345 kB}; -1 without one. */
  private long residentBytes() {
    try (BufferedReader status =
        new BufferedReader(new FileReader(statusFile, StandardCharsets.US_ASCII))) {
      for (String line = status.readLine(); line != null; line = status.readLine()) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException ignored) {
      // Not Linux, or one that hides it: then nothing is known, which -1 says.
    }
    return -1;
  }
}
