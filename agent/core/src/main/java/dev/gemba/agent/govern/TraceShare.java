package dev.gemba.agent.govern;

/**
 * Decides which share of the traces is kept that the configuration would keep. Kept spans cost
 * nothing worth mentioning to the calls, but the collector and the exporters have to carry every
 * one of them: so this is turned where Gemba's own threads are what costs too much. For one thread.
 */
final class TraceShare {

  /** What steps of it name. */
  static final String SUBJECT = "sampling.keep";

  /** Of the budget; where threads use more of it, spans may be why. */
  static final double FOR_THREADS = 0.5;

  private static final double STEP = 4;
  private static final double LOWEST = 1.0 / 1024;

  /** For spans that are on their way already to be exported. */
  private static final double SETTLE_SECONDS = 5;

  private static final double QUIET_SECONDS = 20;
  private static final double LONGEST_WAIT_SECONDS = 3_600;

  private double share = 1;
  private double steppedAt = Double.NEGATIVE_INFINITY;
  private double wait = QUIET_SECONDS;
  private boolean wentUp;

  /** The share in force, above 0 to 1. */
  double share() {
    return share;
  }

  /**
   * Changes the share if there is reason to.
   *
   * @param seconds on a clock that only goes forward
   * @param spans whether any were kept of late
   * @return whether it is another now
   */
  boolean decide(double seconds, double budget, Overhead overhead, boolean spans) {
    double ratio = overhead.ratio();
    double since = seconds - steppedAt;
    double threads = overhead.threadsRatio();
    if (ratio > budget
        && threads > budget * FOR_THREADS
        && spans
        && share > LOWEST
        && since >= SETTLE_SECONDS) {
      wait = wentUp && since < 2 * wait ? Math.min(LONGEST_WAIT_SECONDS, 2 * wait) : QUIET_SECONDS;
      return step(seconds, Math.max(LOWEST, share / STEP), false);
    }
    boolean fits = ratio + threads * (STEP - 1) < budget * Ladder.DOWN_TO;
    if (share < 1 && fits && since >= wait) {
      return step(seconds, Math.min(1, share * STEP), true);
    }
    return false;
  }

  private boolean step(double seconds, double next, boolean up) {
    share = next;
    steppedAt = seconds;
    wentUp = up;
    return true;
  }
}
