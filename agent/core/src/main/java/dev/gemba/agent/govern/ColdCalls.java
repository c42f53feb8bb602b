package dev.gemba.agent.govern;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which calls find nothing of their probe in the caches of a CPU: the machine code around it, the
 * probe and its counters, two kilobytes or so. A calibration, which calls one probe again and
 * again, knows nothing of that.
 */
final class ColdCalls {

  /** So many operations, the busiest ones, stay in the caches. */
  static final int WARM = 1_000;

  /**
   * What a call costs beyond its price. Measured: nothing with 100 operations, 110 to 470 ns with
   * 5,000 and 900 with 20,000 (test-apps/benchmarks/run scale --only operations): the more of it
   * the JIT has still to compile, the more.
   */
  static final double NANOS = 200;

  private ColdCalls() {}

  /**
   * The operations beyond the busiest {@link #WARM}.
   *
   * @param calls by operation
   */
  static Set<String> operations(Map<String, ? extends Number> calls) {
    if (calls.size() <= WARM) {
      return Set.of();
    }
    double[] sorted = calls.values().stream().mapToDouble(Number::doubleValue).sorted().toArray();
    double leastWarm = sorted[sorted.length - WARM];
    // Of those that are called just as often, some are warm and the others cold.
    int warmTies = 0;
    for (int i = sorted.length - WARM; i < sorted.length && sorted[i] == leastWarm; i++) {
      warmTies++;
    }
    Set<String> cold = new HashSet<>();
    for (Map.Entry<String, ? extends Number> operation : calls.entrySet()) {
      double made = operation.getValue().doubleValue();
      if (made < leastWarm || (made == leastWarm && warmTies-- <= 0)) {
        cold.add(operation.getKey());
      }
    }
    return cold;
  }
}
