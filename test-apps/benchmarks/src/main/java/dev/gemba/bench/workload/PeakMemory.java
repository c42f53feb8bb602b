package dev.gemba.bench.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process has had in RAM, as Linux knows it. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private PeakMemory() {}

  /** Prints {@code peakRssMb}; not a number elsewhere. */
  static void print() throws IOException {
    double megabytes = Double.NaN;
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmHWM:")) {
          megabytes = Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    }
    System.out.println("peakRssMb " + megabytes);
  }
}
