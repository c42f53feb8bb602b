package dev.gemba.bench.workload;

/**
 * The method that agents watch, after MooBench's workload: a recursion whose calls do nothing but
 * call, and whose last one takes as long as it is told.
 */
public final class Recursive {

  /** Calls itself until the depth is used up; the last call lasts so many nanoseconds. */
  public long monitored(long methodTimeNanos, int depth) {
    if (depth > 1) {
      return monitored(methodTimeNanos, depth - 1) + 1;
    }
    return Spin.nanos(methodTimeNanos);
  }
}
