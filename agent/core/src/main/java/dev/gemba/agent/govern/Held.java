package dev.gemba.agent.govern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The operations that are recorded less than they are wanted to be. For one thread. */
final class Held {

  /** What a probe costs a call that is dark: a load and a branch. */
  private static final double DARK_NANOS = 1;

  /**
   * Of the budget. As long as dark probes cost no more they stay woven for a while: when a class is
   * given back, its code is compiled anew, which costs far more at first.
   */
  private static final double FOR_DARK = 0.25;

  /**
   * How long dark probes stay woven at most: what they cost later nobody knows, as nothing counts
   * their calls. Long enough for an application to warm up: what is given back while the JIT has
   * its hands full runs without compiled code for longer than the probe would have cost.
   */
  static final double MOST_SECONDS_DARK = 60;

  /**
   * After that, this many at a time are given back, so that the JIT never has much to do at once.
   */
  static final int MOST_GIVEN_BACK = 100;

  static final double SECONDS_BETWEEN = 10;

  /**
   * An operation that is dark.
   *
   * @param since seconds, on the governor's clock
   * @param callsPerSecond that it would have without being recorded
   */
  private record Dark(double since, double callsPerSecond) {}

  private final Map<String, Rung> rungs = new TreeMap<>();

  private final Map<String, Dark> dark = new HashMap<>();

  private final Set<String> unwoven = new HashSet<>();

  private double lastGivenBack = Double.NEGATIVE_INFINITY;

  /**
   * Remembers where an operation is now.
   *
   * @param seconds on a clock that only goes forward
   * @param slowdown how much faster everything would be without Gemba, by what it costs now
   */
  void move(Load load, Rung to, double seconds, double slowdown) {
    if (to.level() >= load.wanted() && to.values() == load.valuesWanted()) {
      rungs.remove(load.operation());
    } else {
      rungs.put(load.operation(), to);
    }
    if (to.isLowest()) {
      dark.put(load.operation(), new Dark(seconds, load.callsPerSecond() * slowdown));
    } else {
      dark.remove(load.operation());
      unwoven.remove(load.operation());
    }
  }

  /**
   * Of those that are dark, picks those to be unwoven: the dearest, if all together cost more than
   * {@link #FOR_DARK} of the budget even so.
   */
  void unweave(double budgetNanosPerSecond) {
    Map<String, Double> calls = darkCallsPerSecond();
    // Also what is dark needs room in the caches for its code.
    Set<String> cold = ColdCalls.operations(calls);
    Map<String, Double> costs = new HashMap<>();
    calls.forEach(
        (operation, made) -> {
          double each = DARK_NANOS + (cold.contains(operation) ? ColdCalls.NANOS : 0);
          costs.put(operation, made * each);
        });
    List<String> cheapestFirst = new ArrayList<>(costs.keySet());
    cheapestFirst.removeAll(unwoven);
    cheapestFirst.sort(Comparator.comparingDouble(costs::get));
    double nanos = 0;
    for (String operation : cheapestFirst) {
      nanos += costs.get(operation);
      if (nanos > budgetNanosPerSecond * FOR_DARK) {
        unwoven.add(operation);
      }
    }
  }

  /**
   * Picks up to {@value #MOST_GIVEN_BACK} to be unwoven that have been dark for {@link
   * #MOST_SECONDS_DARK}, every {@link #SECONDS_BETWEEN}; false if there are none.
   */
  boolean unweaveRested(double seconds) {
    if (seconds - lastGivenBack < SECONDS_BETWEEN) {
      return false;
    }
    int before = unwoven.size();
    for (Map.Entry<String, Dark> entry : dark.entrySet()) {
      boolean rested = seconds - entry.getValue().since() >= MOST_SECONDS_DARK;
      if (rested && unwoven.size() - before < MOST_GIVEN_BACK) {
        unwoven.add(entry.getKey());
      }
    }
    if (unwoven.size() == before) {
      return false;
    }
    lastGivenBack = seconds;
    return true;
  }

  /** How often those that are dark were called before, by operation. */
  Map<String, Double> darkCallsPerSecond() {
    Map<String, Double> calls = new HashMap<>();
    dark.forEach((operation, since) -> calls.put(operation, since.callsPerSecond()));
    return calls;
  }

  /** Has the controls do it. */
  void tell(Governor.Controls controls) {
    Map<String, Integer> levels = new HashMap<>();
    Set<String> withoutValues = new HashSet<>();
    rungs.forEach(
        (operation, rung) -> {
          levels.put(operation, rung.level());
          if (!rung.values()) {
            withoutValues.add(operation);
          }
        });
    controls.hold(levels, withoutValues, Set.copyOf(unwoven));
  }

  /** Holds nothing any more; false if it held nothing before. */
  boolean clear() {
    boolean any = !rungs.isEmpty();
    rungs.clear();
    dark.clear();
    unwoven.clear();
    return any;
  }
}
