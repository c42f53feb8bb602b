package dev.gemba.agent.govern;

import dev.gemba.bootstrap.Probe;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;

/**
 * The prices of a call as they were measured again and again. The lowest ever is the one that
 * counts: what is measured while the JIT or other processes are busy comes out too high. How far
 * the last {@value #LAST} lie apart tells how sure it is. For one thread at a time.
 */
final class PriceHistory {

  private static final int LAST = 8;

  private final Deque<ByLevel> last = new ArrayDeque<>();
  private ByLevel lowest;

  void add(ByLevel measured) {
    lowest = lowest == null ? measured : lowest.min(measured);
    last.addLast(measured);
    if (last.size() > LAST) {
      last.removeFirst();
    }
  }

  boolean isEmpty() {
    return lowest == null;
  }

  Prices prices() {
    return new Prices(
        lowest,
        each(sorted -> sorted[sorted.length / 2]),
        each(sorted -> sorted[sorted.length - 1]));
  }

  private ByLevel each(ToDoubleFunction<double[]> ofSorted) {
    ByLevel found = ByLevel.ZERO;
    for (int level = Probe.COUNT; level <= Probe.SPAN; level++) {
      int at = level;
      double[] sorted = last.stream().mapToDouble(prices -> prices.at(at)).sorted().toArray();
      found = found.plus(level, ofSorted.applyAsDouble(sorted));
    }
    return found;
  }
}
