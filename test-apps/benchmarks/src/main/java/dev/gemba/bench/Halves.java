package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The CPUs that this process may use, in two halves of the same size: what is measured side by side
 * neither takes the other's nor lets the other have its own. A CPU without a partner is left out.
 */
record Halves(List<Integer> first, List<Integer> second) {

  private static final String ALLOWED = "Cpus_allowed_list:";

  Halves {
    first = List.copyOf(first);
    second = List.copyOf(second);
  }

  static Halves ofThisProcess() throws IOException {
    String allowed =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith(ALLOWED))
            .map(line -> line.substring(ALLOWED.length()).strip())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("/proc/self/status tells no CPUs"));
    List<Integer> cpus = parse(allowed);
    if (cpus.size() < 2) {
      throw new UsageException("this benchmark needs two CPUs, and has only " + allowed);
    }
    int size = cpus.size() / 2;
    return new Halves(cpus.subList(0, size), cpus.subList(size, 2 * size));
  }

  /** A list such as {@code 0-3,8}. */
  private static List<Integer> parse(String list) {
    List<Integer> cpus = new ArrayList<>();
    for (String part : list.split(",")) {
      int dash = part.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int to = Integer.parseInt(part.substring(dash + 1));
      IntStream.rangeClosed(from, to).forEach(cpus::add);
    }
    return cpus;
  }

  /** How many CPUs there are in each. */
  int size() {
    return first.size();
  }

  /** A JVM that takes these CPUs for all that there are. */
  static Launch launch(Launch launch, List<Integer> cpus) {
    return launch.startedBy("taskset", "-c", list(cpus));
  }

  /** As {@code taskset} takes them. */
  static String list(List<Integer> cpus) {
    return cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
