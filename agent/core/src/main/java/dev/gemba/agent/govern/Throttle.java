package dev.gemba.agent.govern;

/**
 * Decides what Gemba's own threads leave out when it is they that cost too much: the collector and
 * the exporters, which carry every kept span and every series. For one thread.
 *
 * <pre>
 *   exporters every second, every 2, 4, 8
 *   a fourth of the traces, a sixteenth, …
 * </pre>
 *
 * <p>Metrics are cumulative, so exporting them less often loses nothing but freshness, and comes
 * first; fewer traces come after that. Not so where spans are most of what is exported: they cost
 * as much however often that is, and more garbage the longer they wait. Traces come back first.
 */
final class Throttle {

  /** Of the budget; where threads use more of it, they are what costs. */
  static final double FOR_THREADS = 0.5;

  /** Spans a second that cost more than the metrics of some hundreds of operations do. */
  static final int MANY_SPANS = 2_000;

  private static final int SLOWEST = 3;
  private static final int FEWEST = 5;
  private static final double PACE_STEP = 2;
  private static final double SHARE_STEP = 4;

  /** How long threads must have been too dear: at a start, or while classes are woven, they are. */
  private static final double SUSTAINED_SECONDS = 4;

  /** For what is on its way already to be exported. */
  private static final double SETTLE_SECONDS = 5;

  private static final double QUIET_SECONDS = 20;
  private static final double LONGEST_WAIT_SECONDS = 3_600;

  /** How far each is turned, 0 for not at all. */
  private int slower;

  private int fewer;
  private double steppedAt = Double.NEGATIVE_INFINITY;
  private double dearSince = Double.NaN;
  private double wait = QUIET_SECONDS;
  private boolean wentUp;

  /**
   * A change.
   *
   * @param subject what was changed, for people
   */
  record Turn(String subject, String from, String to, boolean down) {}

  /** Whether anything is left out now. */
  boolean isTurned() {
    return slower + fewer > 0;
  }

  /** Seconds between two exports, at least. */
  int exportSeconds() {
    return 1 << slower;
  }

  /** Which share is kept of the traces that the configuration would keep. */
  double traceShare() {
    return Math.pow(SHARE_STEP, -fewer);
  }

  /**
   * What to do now.
   *
   * @param seconds on a clock that only goes forward
   * @param spans how many were kept in the last second
   * @return null for nothing
   */
  Turn decide(double seconds, double budget, Overhead overhead, int spans) {
    double threads = overhead.threadsRatio();
    double since = seconds - steppedAt;
    if (overhead.reckoned() > budget && threads > budget * FOR_THREADS) {
      dearSince = Double.isNaN(dearSince) ? seconds : dearSince;
      if (seconds - dearSince < SUSTAINED_SECONDS) {
        return null;
      }
      boolean canSlow = slower < SLOWEST;
      boolean canThin = spans > 0 && fewer < FEWEST;
      if (since < SETTLE_SECONDS || !(canSlow || canThin)) {
        return null;
      }
      wait = wentUp && since < 2 * wait ? Math.min(LONGEST_WAIT_SECONDS, 2 * wait) : QUIET_SECONDS;
      boolean thins = canThin && (spans >= MANY_SPANS || !canSlow);
      return thins ? thin(seconds, 1) : slow(seconds, 1);
    }
    dearSince = Double.NaN;
    double dearer = fewer > 0 ? SHARE_STEP : PACE_STEP;
    boolean fits = overhead.reckoned() + threads * (dearer - 1) < budget * Ladder.DOWN_TO;
    if (!isTurned() || !fits || since < wait) {
      return null;
    }
    return fewer > 0 ? thin(seconds, -1) : slow(seconds, -1);
  }

  private Turn slow(double seconds, int by) {
    int before = exportSeconds();
    slower += by;
    stepped(seconds, by);
    return new Turn("exporters", every(before), every(exportSeconds()), by > 0);
  }

  private Turn thin(double seconds, int by) {
    double before = traceShare();
    fewer += by;
    stepped(seconds, by);
    return new Turn("sampling.keep", oneOf(before), oneOf(traceShare()), by > 0);
  }

  private void stepped(double seconds, int by) {
    steppedAt = seconds;
    wentUp = by < 0;
  }

  private static String every(int seconds) {
    return "every " + seconds + " s";
  }

  private static String oneOf(double share) {
    return share == 1 ? "all" : "1 of " + Math.round(1 / share);
  }
}
