package dev.gemba.agent.analyse;

/**
 * What an operation took, estimated by samples; what requests and messages allocate is counted.
 * What is not known is {@link Double#NaN}. Immutable.
 *
 * @param cpu CPU time in seconds, with what the operation calls
 * @param cpuSelf likewise, without the operations within it
 * @param alloc allocated bytes, with what it calls
 * @param allocSelf likewise, without the operations within it
 * @param lock seconds that it waited for what other threads held, with what it calls
 * @param lockSelf likewise, without the operations within it
 * @param countedCalls of how many calls {@code alloc} is the exact sum; 0 if it is an estimate
 */
public record OperationCost(
    double cpu,
    double cpuSelf,
    double alloc,
    double allocSelf,
    double lock,
    double lockSelf,
    long countedCalls) {

  /** Nothing is known. */
  public static final OperationCost UNKNOWN =
      new OperationCost(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);

  private static final String PREFIX = "gemba.operation.";

  /** Whether a metric is one of those that this is made of. */
  static boolean isMadeOf(String metric) {
    return switch (metric) {
      case PREFIX + "cpu.time",
          PREFIX + "cpu.self_time",
          PREFIX + "alloc.size",
          PREFIX + "alloc.self_size",
          PREFIX + "lock.time",
          PREFIX + "lock.self_time" ->
          true;
      default -> false;
    };
  }

  /** This one with more of a metric; one of another name is ignored. */
  OperationCost plus(String metric, double more) {
    return new OperationCost(
        plus(cpu, metric, "cpu.time", more),
        plus(cpuSelf, metric, "cpu.self_time", more),
        plus(alloc, metric, "alloc.size", more),
        plus(allocSelf, metric, "alloc.self_size", more),
        plus(lock, metric, "lock.time", more),
        plus(lockSelf, metric, "lock.self_time", more),
        countedCalls);
  }

  /** This one, with what its calls allocated by the counters of their threads. */
  OperationCost withAllocated(double sum, long calls) {
    return new OperationCost(cpu, cpuSelf, sum, allocSelf, lock, lockSelf, calls);
  }

  /** Whether what was allocated is no estimate. */
  public boolean isAllocCounted() {
    return countedCalls > 0;
  }

  /**
   * What a call allocates in the mean.
   *
   * @param calls of the operation
   */
  public double allocPerCall(long calls) {
    long of = isAllocCounted() ? countedCalls : calls;
    return of == 0 ? Double.NaN : alloc / of;
  }

  private static double plus(double known, String metric, String own, double more) {
    if (!metric.equals(PREFIX + own)) {
      return known;
    }
    return Double.isNaN(known) ? more : known + more;
  }
}
