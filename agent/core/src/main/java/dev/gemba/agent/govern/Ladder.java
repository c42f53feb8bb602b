package dev.gemba.agent.govern;

import dev.gemba.bootstrap.Probe;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Decides which operations step down or up so that the overhead keeps to its budget. Knows nothing
 * of clocks or threads but what it is told. For one thread.
 *
 * <pre>
 *   span → timing → count → unwoven
 * </pre>
 *
 * <p>Over the budget, whatever saves most steps down first, as far as it takes to come under {@link
 * #DOWN_TO} of the budget, all at once: a budget is met in one decision and not in many. Under
 * {@link #UP_UNDER} of it, after some quiet, one operation steps up one level, the cheapest one
 * first, and only if it is expected to fit. One that had to go down again soon after it went up
 * waits twice as long the next time, so that nothing swings to and fro for ever.
 *
 * <p>Gemba's own threads cost what they cost, whatever the levels. However much of the budget they
 * use, {@link #FOR_CALLS} of it stays for calls: without that, an agent in an idle process would
 * switch itself off.
 */
final class Ladder {

  static final double DOWN_TO = 0.8;
  static final double UP_UNDER = 0.5;
  static final double FOR_CALLS = 0.25;

  /** After a step down, for the JIT to compile what now runs. */
  static final double SETTLE_SECONDS = 3;

  /** After a step up, which may have been too bold. */
  static final double TRIAL_SECONDS = 1;

  /** Without any step, before one goes up. */
  static final double QUIET_SECONDS = 20;

  /** Before an operation is tried that was unwoven: a trial may cost far more than the budget. */
  static final double UNWOVEN_SECONDS = 60;

  private static final double LONGEST_WAIT_SECONDS = 3_600;
  private static final double NANOS = 1e9;

  /** What is known of an operation that has been moved. */
  private static final class History {
    double wentUpAt = Double.NEGATIVE_INFINITY;
    double steppedAt;
    double wait = QUIET_SECONDS;
  }

  /**
   * A change of level.
   *
   * @param ratio of the process's CPU that it saves, or costs if it goes up
   */
  record Move(Load load, int to, double ratio) {}

  private final Map<String, History> histories = new HashMap<>();
  private double lastStep = Double.NEGATIVE_INFINITY;
  private double settle;

  /**
   * What to do now.
   *
   * @param seconds on a clock that only goes forward
   * @param budget share of the process's CPU
   * @param overhead what Gemba costs now; its ratio may be {@link Double#NaN}: then nothing is done
   */
  List<Move> decide(double seconds, double budget, Overhead overhead, List<Load> loads) {
    double ratio = overhead.ratio();
    if (Double.isNaN(ratio) || seconds - lastStep < settle) {
      return List.of();
    }
    ByLevel prices = overhead.nanosPerCall();
    double cpus = overhead.cpus();
    List<Move> moves =
        ratio > budget
            ? down(seconds, budget, overhead, prices, cpus, loads)
            : up(seconds, budget, ratio, prices, cpus, loads);
    if (!moves.isEmpty()) {
      lastStep = seconds;
      settle = ratio > budget ? SETTLE_SECONDS : TRIAL_SECONDS;
    }
    return moves;
  }

  private List<Move> down(
      double seconds,
      double budget,
      Overhead overhead,
      ByLevel prices,
      double cpus,
      List<Load> loads) {
    double calls = overhead.callsRatio();
    double allowed = Math.max(budget * DOWN_TO - overhead.threadsRatio(), budget * FOR_CALLS);
    PriorityQueue<Move> dearest =
        new PriorityQueue<>(Comparator.comparingDouble((Move move) -> -move.ratio));
    for (Load load : loads) {
      if (!load.pinned() && load.level() > Probe.DARK && load.callsPerSecond() > 0) {
        dearest.add(lower(load, load.level() - 1, load.level(), prices, cpus));
      }
    }
    Map<String, Move> moves = new LinkedHashMap<>();
    while (calls > allowed && !dearest.isEmpty()) {
      Move move = dearest.remove();
      calls -= move.ratio;
      Move before = moves.get(move.load.operation());
      double saved = before == null ? move.ratio : before.ratio + move.ratio;
      moves.put(move.load.operation(), new Move(move.load, move.to, saved));
      if (move.to > Probe.DARK) {
        dearest.add(lower(move.load, move.to - 1, move.to, prices, cpus));
      }
    }
    for (Move move : moves.values()) {
      History history = histories.computeIfAbsent(move.load.operation(), o -> new History());
      boolean again = seconds - history.wentUpAt < history.wait + QUIET_SECONDS;
      double first = move.to == Probe.DARK ? UNWOVEN_SECONDS : QUIET_SECONDS;
      history.wait = again ? Math.min(LONGEST_WAIT_SECONDS, history.wait * 2) : first;
      history.steppedAt = seconds;
    }
    return List.copyOf(moves.values());
  }

  private static Move lower(Load load, int to, int from, ByLevel prices, double cpus) {
    double nanos = prices.at(from) - prices.at(to);
    // Prices are measured: where a lower level came out dearer, it is not taken for a saving.
    return new Move(load, to, Math.max(0, nanos) * load.callsPerSecond() / NANOS / cpus);
  }

  private List<Move> up(
      double seconds, double budget, double ratio, ByLevel prices, double cpus, List<Load> loads) {
    if (ratio > budget * UP_UNDER || seconds - lastStep < QUIET_SECONDS) {
      return List.of();
    }
    Move cheapest = null;
    for (Load load : loads) {
      History history = histories.get(load.operation());
      boolean stepped = history != null && !load.pinned() && load.level() < load.wanted();
      if (stepped && seconds - history.steppedAt >= history.wait) {
        // How often a dark one is called now, nobody knows; it has waited, and gets its chance.
        double calls = load.level() == Probe.DARK ? 0 : load.callsPerSecond();
        double nanos = prices.at(load.level() + 1) - prices.at(load.level());
        Move move = new Move(load, load.level() + 1, calls * nanos / NANOS / cpus);
        boolean fits = ratio + move.ratio < budget * DOWN_TO;
        if (fits && (cheapest == null || move.ratio < cheapest.ratio)) {
          cheapest = move;
        }
      }
    }
    if (cheapest == null) {
      return List.of();
    }
    History history = histories.get(cheapest.load.operation());
    history.wentUpAt = seconds;
    history.steppedAt = seconds;
    return List.of(cheapest);
  }
}
