package dev.gemba.bench.workload;

import java.util.Map;

/** MooBench's recursion, ten calls deep and without work. */
final class RecursionWork implements Work {

  private static final int TIMES = 1_000;
  private static final int DEPTH = 10;

  private final Recursive recursive = new Recursive();

  @Override
  public long once(long value) {
    long sink = value;
    for (int i = 0; i < TIMES; i++) {
      sink += recursive.monitored(0, DEPTH);
    }
    return sink;
  }

  @Override
  public Map<String, Long> calls() {
    return Map.of("Recursive.monitored", (long) TIMES * DEPTH);
  }
}
