package dev.gemba.bench.workload;

/** Lets time pass without leaving the processor. */
final class Spin {

  private Spin() {}

  /** Returns after so many nanoseconds, and at once for none; how long it really took. */
  static long nanos(long nanos) {
    if (nanos <= 0) {
      return 0;
    }
    long start = System.nanoTime();
    long passed;
    do {
      passed = System.nanoTime() - start;
    } while (passed < nanos);
    return passed;
  }
}
