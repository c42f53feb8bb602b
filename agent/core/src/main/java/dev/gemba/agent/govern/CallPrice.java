package dev.gemba.agent.govern;

import dev.gemba.bootstrap.Calibration;
import dev.gemba.bootstrap.Probe;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * What one call costs at each capture level, in nanoseconds on this machine and in this JVM: the
 * bridge is timed by calling it in a loop. That is the price of a normal return without captured
 * values, with warm caches; under load it is the lower bound of what a call costs.
 *
 * <p>The JIT compiles the bridge in the background, so the bursts that warm it up have pauses in
 * between, which cost no CPU. Where it is too busy even so, the price would come out ten times too
 * high, and woven code that is not compiled either would soon cost less: so no price is believed
 * beyond what it is, in multiples of two clock readings, on any machine that is known. Reading the
 * clock is compiled almost at once.
 */
final class CallPrice {

  /** Of one level. The bridge's first calls are interpreted and overstep it by a few ms. */
  static final long BUDGET_NANOS = 7_000_000;

  private static final int BURSTS = 4;
  private static final long PAUSE_MILLIS = 20;
  private static final int MAX_ROUNDS = 512;
  private static final int CLOCK_ROUNDS = 32;
  private static final int GUESS_ROUNDS = 8;

  /** The most that is believed of each level, in multiples of reading the clock twice. */
  private static final ByLevel MOST = new ByLevel(0.2, 0.3, 1.6, 4);

  /** What calls usually cost, likewise; see BENCHMARKS.md. */
  private static final ByLevel USUAL = new ByLevel(0.05, 0.1, 1.15, 1.4);

  /** Of each level, as the first ones may find code that was compiled for another level. */
  private static final int MIN_ROUNDS = 5;

  private final LongSupplier nanosOfClockRound;
  private final IntToLongFunction nanosOfRound;
  private final int callsOfRound;
  private final LongSupplier nanoClock;

  /**
   * @param nanosOfClockRound reads the clock twice for each call of a round and returns how long
   *     that took
   * @param nanosOfRound makes a round of calls at a level and returns how long it took
   */
  CallPrice(
      LongSupplier nanosOfClockRound,
      IntToLongFunction nanosOfRound,
      int callsOfRound,
      LongSupplier nanoClock) {
    this.nanosOfClockRound = nanosOfClockRound;
    this.nanosOfRound = nanosOfRound;
    this.callsOfRound = callsOfRound;
    this.nanoClock = nanoClock;
  }

  /**
   * Measures on the calling thread, a platform thread of Gemba. Takes about 30 ms of CPU and 0.1 s
   * of time; nothing of it is exported.
   */
  static ByLevel measured() {
    Calibration calibration = new Calibration();
    CallPrice price =
        new CallPrice(
            Calibration::nanosOfClock, calibration::nanos, Calibration.CALLS, System::nanoTime);
    for (int burst = 1; burst < BURSTS; burst++) {
      price.ofAllLevels(BUDGET_NANOS / BURSTS);
      pause();
    }
    return price.ofAllLevels(BUDGET_NANOS / BURSTS);
  }

  /**
   * What calls usually cost on a machine with such a clock: for the time until it is measured.
   * Takes about a millisecond.
   */
  static ByLevel guessed() {
    return USUAL.times(clockNanos(Calibration::nanosOfClock, GUESS_ROUNDS, Calibration.CALLS));
  }

  /** The median over as many rounds as the budget allows, and some at least, for each level. */
  ByLevel ofAllLevels(long budgetNanos) {
    ByLevel prices = ByLevel.ZERO;
    for (int level = Probe.COUNT; level <= Probe.SPAN; level++) {
      prices = prices.plus(level, medianNanos(level, budgetNanos));
    }
    // What a higher level does, a lower one leaves out: if that came out dearer, it was disturbed.
    return prices
        .neverDearerThanAHigherLevel()
        .min(MOST.times(clockNanos(nanosOfClockRound, CLOCK_ROUNDS, callsOfRound)));
  }

  /** Of reading the clock twice: the least, as nothing makes that come out too low. */
  private static double clockNanos(LongSupplier nanosOfRound, int rounds, int callsOfRound) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      least = Math.min(least, nanosOfRound.getAsLong());
    }
    return (double) least / callsOfRound;
  }

  private double medianNanos(int level, long budgetNanos) {
    long[] rounds = new long[MAX_ROUNDS];
    int made = 0;
    long start = nanoClock.getAsLong();
    do {
      rounds[made++] = nanosOfRound.applyAsLong(level);
    } while (made < MIN_ROUNDS
        || (made < MAX_ROUNDS && nanoClock.getAsLong() - start < budgetNanos));
    Arrays.sort(rounds, 0, made);
    return (double) rounds[made / 2] / callsOfRound;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      // Somebody is in a hurry: the rest is measured as it is, and they find the mark.
      Thread.currentThread().interrupt();
    }
  }
}
