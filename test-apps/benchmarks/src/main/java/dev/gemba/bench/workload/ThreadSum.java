package dev.gemba.bench.workload;

/** A sum that one thread writes, on a cache line that no other thread's sum lies on. */
final class ThreadSum {

  private static final int MIDDLE = 16;

  private final long[] cells = new long[2 * MIDDLE];

  void add(long nanos) {
    cells[MIDDLE] += nanos;
  }

  long get() {
    return cells[MIDDLE];
  }
}
