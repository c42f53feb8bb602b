package dev.gemba.agent.analyse;

import dev.gemba.api.export.Distribution;

/** Adds up the series of one operation. For one thread. */
final class OperationTally {

  private final MergedDistribution durations = new MergedDistribution();
  private boolean counted;
  private long calls;
  private long errors;
  private long timedErrors;
  private OperationCost cost = OperationCost.UNKNOWN;
  private double allocated;
  private long allocatedCalls;

  void addCalls(long more, boolean exceptional) {
    counted = true;
    calls += more;
    errors += exceptional ? more : 0;
  }

  void addDurations(Distribution more, boolean exceptional) {
    durations.add(more);
    timedErrors += exceptional ? more.count() : 0;
  }

  void addCost(String metric, double more) {
    cost = cost.plus(metric, more);
  }

  void addAllocated(Distribution more) {
    allocated += more.sum();
    allocatedCalls += more.count();
  }

  /** Whether any sample is known to be of it. */
  boolean hasCost() {
    return !cost.equals(OperationCost.UNKNOWN);
  }

  /** The counter is exact at every capture level; without it, timed exits are what is known. */
  OperationRow row(String operation, double elapsedSeconds) {
    long allCalls = counted ? calls : durations.count();
    long allErrors = counted ? errors : timedErrors;
    Distribution all = durations.total();
    OperationCost whole = allocatedCalls > 0 ? cost.withAllocated(allocated, allocatedCalls) : cost;
    if (all == null || all.count() == 0) {
      double none = Double.NaN;
      return new OperationRow(
          operation, allCalls, allErrors, none, none, none, none, none, none, whole);
    }
    return new OperationRow(
        operation,
        allCalls,
        allErrors,
        all.percentile(0.50),
        all.percentile(0.95),
        all.percentile(0.99),
        all.max(),
        all.sum(),
        elapsedSeconds > 0 ? all.sum() / elapsedSeconds : Double.NaN,
        whole);
  }
}
