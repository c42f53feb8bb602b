package dev.gemba.bench.workload;

import java.util.Map;

/** A method of 20 ns, called without pause: some 30 million times a second. */
final class HotWork implements Work {

  private static final int TIMES = 10_000;

  private final Mixed mixed = new Mixed();

  @Override
  public long once(long value) {
    long sink = value;
    for (int i = 0; i < TIMES; i++) {
      sink += mixed.tiny(i);
    }
    return sink;
  }

  @Override
  public Map<String, Long> calls() {
    return Map.of("Mixed.tiny", (long) TIMES);
  }
}
