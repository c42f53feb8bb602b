package dev.gemba.bench.workload;

import java.nio.file.Path;
import java.util.Map;

/** What a thread does again and again: always the same calls, so that they need not be counted. */
interface Work {

  /** Does it once; the result depends on all calls, so that none can be left out. */
  long once(long value) throws InterruptedException;

  /** How often doing it once calls the methods that agents watch, by their operation. */
  Map<String, Long> calls();

  /** The work of that name; one that needs generated classes finds them by the other arguments. */
  static Work named(String name, String... arguments) throws Exception {
    return switch (name) {
      case "hot" -> new HotWork();
      case "recursion" -> new RecursionWork();
      case "fibonacci" -> new FibonacciWork();
      case "mixed" -> new MixedWork(0);
      case "crowd" -> new MixedWork(1);
      case "probes" ->
          new ProbesWork(
              Path.of(arguments[0]),
              arguments[1],
              Integer.parseInt(arguments[2]),
              Integer.parseInt(arguments[3]));
      default -> throw new IllegalArgumentException("no work is called " + name);
    };
  }
}
