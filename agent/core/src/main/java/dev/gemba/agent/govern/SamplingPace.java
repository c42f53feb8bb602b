package dev.gemba.agent.govern;

/**
 * Decides how often samples are taken where it is they that cost too much: half as often, a fourth,
 * an eighth, not at all. For one thread.
 */
final class SamplingPace {

  /** Of the budget; where sampling uses more of it, it is worth a step. */
  private static final double FOR_SAMPLES = 0.2;

  /** Times that samples are taken less often, by step; 0 for none at all. */
  private static final int[] TIMES = {1, 2, 4, 8, 0};

  /** Samples come some seconds late, and so does what they cost. */
  private static final double SUSTAINED_SECONDS = 6;

  private static final double SETTLE_SECONDS = 12;
  private static final double QUIET_SECONDS = 30;
  private static final double LONGEST_WAIT_SECONDS = 3_600;

  private int step;
  private double steppedAt = Double.NEGATIVE_INFINITY;
  private double dearSince = Double.NaN;
  private double wait = QUIET_SECONDS;
  private boolean wentUp;

  /** What sampling cost when last there was any. */
  private double lastRatio;

  /** See {@link dev.gemba.agent.profile.Profiler#slowDown}. */
  int times() {
    return TIMES[step];
  }

  /**
   * What to do now.
   *
   * @param seconds on a clock that only goes forward
   * @return null for nothing
   */
  Throttle.Turn decide(double seconds, double budget, Overhead overhead) {
    double sampling = overhead.samplingRatio();
    lastRatio = sampling > 0 ? sampling : lastRatio;
    double since = seconds - steppedAt;
    if (overhead.reckoned() > budget && sampling > budget * FOR_SAMPLES) {
      dearSince = Double.isNaN(dearSince) ? seconds : dearSince;
      if (seconds - dearSince < SUSTAINED_SECONDS
          || since < SETTLE_SECONDS
          || step == TIMES.length - 1) {
        return null;
      }
      wait = wentUp && since < 2 * wait ? Math.min(LONGEST_WAIT_SECONDS, 2 * wait) : QUIET_SECONDS;
      return step(seconds, 1);
    }
    dearSince = Double.NaN;
    // Twice as many cost as much again.
    boolean fits = overhead.reckoned() + lastRatio < budget * Ladder.DOWN_TO;
    return step > 0 && fits && since >= wait ? step(seconds, -1) : null;
  }

  private Throttle.Turn step(double seconds, int by) {
    int before = step;
    step += by;
    steppedAt = seconds;
    wentUp = by < 0;
    return new Throttle.Turn("profile", text(before), text(step), by > 0);
  }

  private static String text(int step) {
    return switch (TIMES[step]) {
      case 0 -> "off";
      case 1 -> "as configured";
      default -> TIMES[step] + " times its intervals";
    };
  }
}
