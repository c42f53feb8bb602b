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
   * What giving a method back costs: all threads wait some 50 ms, its class loses all its compiled
   * code, and so does whatever that was inlined into.
   */
  static final double GIVING_BACK_NANOS = 100e6;

  /** Before that, the application may still be warming up, and the JIT has its hands full. */
  static final double LEAST_SECONDS_DARK = 60;

  /** How many are given back at a time, so that the JIT never has much to do at once. */
  static final int MOST_GIVEN_BACK = 50;

  static final double SECONDS_BETWEEN = 60;

  /**
   * An operation that is dark.
   *
   * @param since seconds, on the governor's clock
   * @param callsPerSecond that it would have without being recorded
   */
  private record Dark(double since, double callsPerSecond) {

    /** Whether it has cost so far what giving it back costs. */
    boolean isRepaid(double seconds) {
      double dark = seconds - since;
      return dark >= LEAST_SECONDS_DARK && callsPerSecond * DARK_NANOS * dark >= GIVING_BACK_NANOS;
    }
  }

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
   * Picks up to {@value #MOST_GIVEN_BACK} to be unwoven, the dearest, every {@link
   * #SECONDS_BETWEEN}: of those that have cost by now, dark, what it costs to give them back.
   * Whenever they are called for longer or not at all from then on, no more than twice the least is
   * paid for them. False if there are none.
   */
  boolean unweaveRested(double seconds) {
    if (seconds - lastGivenBack < SECONDS_BETWEEN) {
      return false;
    }
    List<String> dearest =
        dark.entrySet().stream()
            .filter(entry -> !unwoven.contains(entry.getKey()))
            .filter(entry -> entry.getValue().isRepaid(seconds))
            .sorted(Comparator.comparingDouble(entry -> -entry.getValue().callsPerSecond()))
            .limit(MOST_GIVEN_BACK)
            .map(Map.Entry::getKey)
            .toList();
    if (dearest.isEmpty()) {
      return false;
    }
    unwoven.addAll(dearest);
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
