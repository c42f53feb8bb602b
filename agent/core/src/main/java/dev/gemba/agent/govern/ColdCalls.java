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

  /** Between two calls of an operation so many others may be called that it stays in the caches. */
  static final int WARM = 1_000;

  /**
   * What a call costs beyond its price. Measured: nothing with 100 operations, 110 to 470 ns with
   * 5,000 and 900 with 20,000 (test-apps/benchmarks/run scale --only operations): the more of it
   * the JIT has still to compile, the more.
   */
  static final double NANOS = 200;

  private ColdCalls() {}

  /**
   * The operations that are called so seldom, beside all the others, that more than {@link #WARM}
   * of these are called in between. If all are called equally often, that is all or none.
   *
   * @param calls by operation, in the same time
   */
  static Set<String> operations(Map<String, ? extends Number> calls) {
    if (calls.size() <= WARM) {
      return Set.of();
    }
    double[] ascending =
        calls.values().stream()
            .mapToDouble(Number::doubleValue)
            .filter(n -> n > 0)
            .sorted()
            .toArray();
    double most = Double.NEGATIVE_INFINITY;
    double callsOfSeldomer = 0;
    for (int i = 0; i < ascending.length; i++) {
      // Those called as often as this one or more, and the seldomer ones as often as they come by.
      double between = ascending.length - i + callsOfSeldomer / ascending[i];
      if (between > WARM) {
        most = ascending[i];
      }
      callsOfSeldomer += ascending[i];
    }
    Set<String> cold = new HashSet<>();
    for (Map.Entry<String, ? extends Number> operation : calls.entrySet()) {
      if (operation.getValue().doubleValue() <= most) {
        cold.add(operation.getKey());
      }
    }
    return cold;
  }
}
