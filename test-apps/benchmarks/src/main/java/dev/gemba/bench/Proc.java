package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Linux knows of processes. Times are in steps of 10 ms, but those of single threads. */
final class Proc {

  private static final double MILLIS_PER_TICK = 10;
  private static final int USER = 13;
  private static final int CHILDREN_USER = 15;

  private Proc() {}

  /** CPU time that a process has used, in user and kernel mode. */
  static double cpuMillis(long pid) throws IOException {
    return twoFields("/proc/" + pid + "/stat", USER);
  }

  /** Ids of those threads of a process whose names begin so, as far as Linux keeps names. */
  static List<Long> threads(long pid, String prefix) throws IOException {
    List<Long> ids = new ArrayList<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid, "task"))) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("comm")).startsWith(prefix)) {
          ids.add(Long.valueOf(thread.getFileName().toString()));
        }
      }
    }
    return ids;
  }

  /** CPU time that a thread has used, in user and kernel mode. */
  static double cpuMillis(long pid, long thread) throws IOException {
    String onCpu = Files.readString(Path.of("/proc/" + pid + "/task/" + thread, "schedstat"));
    return Long.parseLong(onCpu.substring(0, onCpu.indexOf(' '))) / 1e6;
  }

  /** CPU time of all processes that were children of this one and have ended. */
  static double endedChildrenCpuMillis() throws IOException {
    return twoFields("/proc/self/stat", CHILDREN_USER);
  }

  private static double twoFields(String file, int first) throws IOException {
    String stat = Files.readString(Path.of(file));
    // The second field is the program's name in parentheses, which may hold spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[first - 2]) + Long.parseLong(fields[first - 1]);
    return ticks * MILLIS_PER_TICK;
  }

  /** Memory of a process that is in RAM, in MB. */
  static double rssMb(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElse(Double.NaN);
  }
}
