package dev.gemba.bench.workload;

import java.util.Arrays;

/** Nanoseconds a call, batch by batch. Allocates only when made. Used by one thread. */
final class Batches {

  private static final int AT_MOST = 1 << 16;

  private final double[] nanos = new double[AT_MOST];
  private int size;

  /** Batches beyond the room are left out. */
  void add(double nanosPerCall) {
    if (size < AT_MOST) {
      nanos[size++] = nanosPerCall;
    }
  }

  double median() {
    double[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return sorted[size / 2];
  }

  double mean() {
    return Arrays.stream(nanos, 0, size).average().orElseThrow();
  }
}
