package dev.gemba.bench.workload;

import java.util.Map;

/** The 25th Fibonacci number, the slow way. */
final class FibonacciWork implements Work {

  private static final int PLACE = 25;

  /** Twice the 26th Fibonacci number, less one. */
  private static final long CALLS = 2 * 121_393 - 1;

  private final Fibonacci fibonacci = new Fibonacci();

  @Override
  public long once(long value) {
    return value + fibonacci.at(PLACE);
  }

  @Override
  public Map<String, Long> calls() {
    return Map.of("Fibonacci.at", CALLS);
  }
}
