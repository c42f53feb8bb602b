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
   * their calls.
   */
  static final double MOST_SECONDS_DARK = 10;

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
    List<String> cheapestFirst = new ArrayList<>(dark.keySet());
    cheapestFirst.removeAll(unwoven);
    cheapestFirst.sort(
        Comparator.comparingDouble(operation -> dark.get(operation).callsPerSecond()));
    double nanos = 0;
    int warm = ColdCalls.WARM;
    for (String operation : cheapestFirst) {
      // Also what is dark needs room in the caches for its code.
      double each = DARK_NANOS + (warm-- > 0 ? 0 : ColdCalls.NANOS);
      nanos += dark.get(operation).callsPerSecond() * each;
      if (nanos > budgetNanosPerSecond * FOR_DARK) {
        unwoven.add(operation);
      }
    }
  }

  /**
   * Picks those to be unwoven that have been dark for {@link #MOST_SECONDS_DARK}; false if there
   * are none.
   */
  boolean unweaveRested(double seconds) {
    boolean any = false;
    for (Map.Entry<String, Dark> entry : dark.entrySet()) {
      if (seconds - entry.getValue().since() >= MOST_SECONDS_DARK) {
        any |= unwoven.add(entry.getKey());
      }
    }
    return any;
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
