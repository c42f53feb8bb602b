package dev.gemba.bench.workload;

/**
 * {@link Recursive} with the least that timing a call can be: two readings of the clock, and a sum
 * that one thread owns. What an agent adds is compared with this. Used by one thread.
 */
public final class RecursiveByHand {

  private final ThreadSum sum = new ThreadSum();

  /** As in {@link Recursive}, timed. */
  public long monitored(long methodTimeNanos, int depth) {
    long start = System.nanoTime();
    long result =
        depth > 1 ? monitored(methodTimeNanos, depth - 1) + 1 : Spin.nanos(methodTimeNanos);
    sum.add(System.nanoTime() - start);
    return result;
  }

  /** Nanoseconds of all calls together, each with those inside it. */
  public long sumNanos() {
    return sum.get();
  }
}
