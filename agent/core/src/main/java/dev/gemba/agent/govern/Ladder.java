package dev.gemba.agent.govern;

import dev.gemba.bootstrap.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Decides which operations step down or up so that the overhead keeps to its budget. Knows nothing
 * of clocks or threads but what it is told. For one thread.
 *
 * <pre>
 *   values → span → timing → timing of one call in 64 → count → dark
 * </pre>
 *
 * <p>Over the budget, whatever saves most steps down first, as far as it takes to come under {@link
 * #DOWN_TO} of the budget, all at once: a budget is met in one decision and not in many. Under
 * {@link #UP_UNDER} of it, after some quiet, operations step up one rung, the cheapest ones first,
 * and only those that are expected to fit. One that had to go down again soon after it went up
 * waits twice as long the next time, so that nothing swings to and fro for ever.
 *
 * <p>Calls are reckoned to cost more than the model says, see {@link Overhead#reckoned}.
 *
 * <p>Gemba's own threads cost what they cost, whatever the levels, and so does what was set by
 * hand. However much of the budget they use, {@link #FOR_CALLS} of it stays for all other calls:
 * without that, an agent in an idle process would switch itself off, and one pin everything else.
 */
final class Ladder {

  static final double DOWN_TO = 0.8;
  static final double UP_UNDER = 0.5;

  /** Of the budget; less than {@link #DOWN_TO}, so that what went up need not go down at once. */
  static final double UP_TO = 0.65;

  static final double FOR_CALLS = 0.25;

  /** After a step down, for the JIT to compile what now runs. */
  static final double SETTLE_SECONDS = 3;

  /** After a step up, which may have been too bold. */
  static final double TRIAL_SECONDS = 1;

  /** Without any step, before one goes up. */
  static final double QUIET_SECONDS = 20;

  /**
   * Before an operation is tried that was dark, if counting it cost as much as the budget: a trial
   * costs as many times the budget as counting did, so the wait is as many times longer.
   */
  static final double DARK_SECONDS = 60;

  private static final double LONGEST_FIRST_WAIT_SECONDS = 600;

  private static final double LONGEST_WAIT_SECONDS = 3_600;
  private static final double NANOS = 1e9;

  /** What is known of an operation that has been moved. */
  private static final class History {
    double wentUpAt = Double.NEGATIVE_INFINITY;
    double steppedAt;
    double wait = QUIET_SECONDS;

    /** When it last went down: what is dark is not counted any more. */
    double callsPerSecond;
  }

  /**
   * A change.
   *
   * @param ratio of the process's CPU that it saves, or costs if it goes up
   */
  record Move(Load load, Rung to, double ratio) {}

  /**
   * What calls cost, as a share of the process's CPU.
   *
   * @param cold the operations whose calls cost {@link ColdCalls#NANOS} more
   */
  private record Prices(ByLevel nanos, double valuesNanos, Set<String> cold, double cpus) {

    double of(Load load, Rung rung) {
      boolean waits = !rung.isLowest() && cold.contains(load.operation());
      double each =
          rung.nanos(nanos, valuesNanos) + (waits ? ColdCalls.NANOS * Overhead.UNSEEN : 0);
      return each * load.callsPerSecond() / NANOS / cpus;
    }

    /** Prices are measured: where a lower rung came out dearer, that is not taken for a saving. */
    Move down(Load load, Rung from) {
      Rung to = from.below();
      return new Move(load, to, Math.max(0, of(load, from) - of(load, to)));
    }

    Move up(Load load) {
      Rung from = Rung.of(load);
      Rung to = from.above(load);
      return new Move(load, to, of(load, to) - of(load, from));
    }
  }

  private final Map<String, History> histories = new HashMap<>();
  private double lastStep = Double.NEGATIVE_INFINITY;
  private double settle;

  /**
   * How many dark operations may be tried at a time: one, and twice as many whenever that went
   * well, so that a thousand of them, switched off in a rush, are back within minutes.
   */
  private int trials = 1;

  /**
   * What to do now.
   *
   * @param seconds on a clock that only goes forward
   * @param budget share of the process's CPU
   * @param overhead what Gemba costs now; its ratio may be {@link Double#NaN}: then nothing is done
   */
  List<Move> decide(double seconds, double budget, Overhead overhead, List<Load> loads) {
    double ratio = overhead.reckoned();
    if (Double.isNaN(ratio) || seconds - lastStep < settle) {
      return List.of();
    }
    Prices prices =
        new Prices(
            overhead.nanosPerCall().times(Overhead.UNSEEN),
            valuesNanos(overhead, loads) * Overhead.UNSEEN,
            cold(loads),
            overhead.cpus());
    List<Move> moves =
        ratio > budget
            ? down(seconds, budget, overhead, prices, loads)
            : up(seconds, budget, ratio, prices, loads);
    if (!moves.isEmpty()) {
      lastStep = seconds;
      settle = ratio > budget ? SETTLE_SECONDS : TRIAL_SECONDS;
    }
    return moves;
  }

  /** What is dark is not counted, but goes on taking its room in the caches. */
  private Set<String> cold(List<Load> loads) {
    Map<String, Double> calls = new HashMap<>();
    for (Load load : loads) {
      History history = histories.get(load.operation());
      boolean hidden = load.level() == Probe.DARK && history != null;
      calls.put(load.operation(), hidden ? history.callsPerSecond : load.callsPerSecond());
    }
    return ColdCalls.operations(calls);
  }

  /** What capturing values costs a call, in the mean of all operations that have some. */
  private static double valuesNanos(Overhead overhead, List<Load> loads) {
    double calls =
        loads.stream().filter(Load::values).mapToDouble(Load::callsPerSecond).sum()
            * overhead.window().toNanos()
            / NANOS;
    return calls > 0 ? overhead.valuesSeconds() * NANOS / calls : 0;
  }

  private List<Move> down(
      double seconds, double budget, Overhead overhead, Prices prices, List<Load> loads) {
    double pinned =
        loads.stream().filter(Load::pinned).mapToDouble(l -> prices.of(l, Rung.of(l))).sum();
    double calls = overhead.callsRatio() * Overhead.UNSEEN - pinned;
    double taken = overhead.threadsRatio() + pinned;
    double allowed = Math.max(budget * DOWN_TO - taken, budget * FOR_CALLS);
    PriorityQueue<Move> dearest =
        new PriorityQueue<>(Comparator.comparingDouble((Move move) -> -move.ratio));
    for (Load load : loads) {
      if (!load.pinned() && load.level() > Probe.DARK && load.callsPerSecond() > 0) {
        dearest.add(prices.down(load, Rung.of(load)));
      }
    }
    Map<String, Move> moves = new LinkedHashMap<>();
    while (calls > allowed && !dearest.isEmpty()) {
      Move move = dearest.remove();
      calls -= move.ratio;
      Move before = moves.get(move.load.operation());
      double saved = before == null ? move.ratio : before.ratio + move.ratio;
      moves.put(move.load.operation(), new Move(move.load, move.to, saved));
      if (!move.to.isLowest()) {
        dearest.add(prices.down(move.load, move.to));
      }
    }
    trials = 1;
    for (Move move : moves.values()) {
      History history = histories.computeIfAbsent(move.load.operation(), o -> new History());
      boolean again = seconds - history.wentUpAt < history.wait + QUIET_SECONDS;
      double first =
          move.to.isLowest()
              ? untilTried(move, prices, budget / overhead.slowdown())
              : QUIET_SECONDS;
      history.wait = again ? Math.min(LONGEST_WAIT_SECONDS, history.wait * 2) : first;
      history.steppedAt = seconds;
      history.callsPerSecond = move.load.callsPerSecond();
    }
    return List.copyOf(moves.values());
  }

  /**
   * @param budget at the pace that calls have now
   */
  private static double untilTried(Move move, Prices prices, double budget) {
    double counting = prices.of(move.load, new Rung(Probe.COUNT, false));
    return Math.max(
        DARK_SECONDS, Math.min(LONGEST_FIRST_WAIT_SECONDS, DARK_SECONDS * counting / budget));
  }

  private List<Move> up(
      double seconds, double budget, double ratio, Prices prices, List<Load> loads) {
    if (ratio > budget * UP_UNDER || seconds - lastStep < QUIET_SECONDS) {
      return List.of();
    }
    List<Move> cheapest = new ArrayList<>();
    for (Load load : loads) {
      History history = histories.get(load.operation());
      if (history != null
          && !load.pinned()
          && !load.isWhole()
          && seconds - history.steppedAt >= history.wait) {
        cheapest.add(prices.up(load));
      }
    }
    cheapest.sort(Comparator.comparingDouble(Move::ratio));
    List<Move> moves = new ArrayList<>();
    int unknowns = 0;
    double expected = ratio;
    for (Move move : cheapest) {
      // How often a dark one is called now, nobody knows; it gets its chance.
      boolean unknown = move.load.level() == Probe.DARK;
      if (expected + move.ratio < budget * UP_TO && !(unknown && unknowns == trials)) {
        expected += move.ratio;
        unknowns += unknown ? 1 : 0;
        moves.add(move);
        History history = histories.get(move.load.operation());
        history.wentUpAt = seconds;
        history.steppedAt = seconds;
      }
    }
    if (unknowns == trials) {
      trials *= 2;
    }
    return moves;
  }
}
