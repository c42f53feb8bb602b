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
   * Of the budget. As long as dark probes cost no more they stay woven: when a class is given back,
   * its code is compiled anew, which costs far more for a while.
   */
  private static final double FOR_DARK = 0.25;

  private final Map<String, Rung> rungs = new TreeMap<>();

  /** Calls a second of dark operations when they were last seen, before they went dark. */
  private final Map<String, Double> lastCalls = new HashMap<>();

  private final Set<String> unwoven = new HashSet<>();

  /** Remembers where an operation is now. */
  void move(Load load, Rung to) {
    if (to.level() >= load.wanted() && to.values() == load.valuesWanted()) {
      rungs.remove(load.operation());
    } else {
      rungs.put(load.operation(), to);
    }
    if (to.isLowest()) {
      lastCalls.put(load.operation(), load.callsPerSecond());
    } else {
      lastCalls.remove(load.operation());
      unwoven.remove(load.operation());
    }
  }

  /**
   * Of those that are dark, picks those to be unwoven: the dearest, if all together cost more than
   * {@link #FOR_DARK} of the budget even so.
   */
  void unweave(double budgetNanosPerSecond) {
    List<String> cheapestFirst = new ArrayList<>(lastCalls.keySet());
    cheapestFirst.removeAll(unwoven);
    cheapestFirst.sort(Comparator.comparingDouble(lastCalls::get));
    double nanos = 0;
    for (String operation : cheapestFirst) {
      nanos += lastCalls.get(operation) * DARK_NANOS;
      if (nanos > budgetNanosPerSecond * FOR_DARK) {
        unwoven.add(operation);
      }
    }
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
    lastCalls.clear();
    unwoven.clear();
    return any;
  }
}
