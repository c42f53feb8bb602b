package dev.gemba.bench.workload;

import java.util.Map;

/** Many tiny calls, some small ones and a large one, and then a pause if there is to be one. */
final class MixedWork implements Work {

  private static final int TINY = 200;
  private static final int SMALL = 20;

  private final Mixed mixed = new Mixed();
  private final long pauseMillis;

  MixedWork(long pauseMillis) {
    this.pauseMillis = pauseMillis;
  }

  @Override
  public long once(long value) throws InterruptedException {
    long sink = value;
    for (int i = 0; i < TINY; i++) {
      sink += mixed.tiny(i);
    }
    for (int i = 0; i < SMALL; i++) {
      sink += mixed.small(i);
    }
    sink += mixed.large(sink);
    if (pauseMillis > 0) {
      Thread.sleep(pauseMillis);
    }
    return sink;
  }

  @Override
  public Map<String, Long> calls() {
    return Map.of("Mixed.tiny", (long) TINY, "Mixed.small", (long) SMALL, "Mixed.large", 1L);
  }
}
