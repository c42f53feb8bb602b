package dev.gemba.bootstrap;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which traces are kept: some from their beginning on, drawn at random or because the caller keeps
 * them; of the others those that fail or are slow, which is known when they end, so that their
 * spans are held until then.
 *
 * <p>Set by the agent, read by all threads. Plain, as a change need not be prompt.
 */
public final class Sampler {

  private static final int RANDOM_DIGITS = 14;
  private static final long RANDOM_BITS = (1L << (4 * RANDOM_DIGITS)) - 1;

  /**
   * What is drawn at random.
   *
   * @param threshold traces whose low 56 bits are under this are not drawn
   * @param traceState tells others how probable it was
   */
  record Draw(long threshold, String traceState) {

    static Draw of(double ratio) {
      long threshold = (long) ((1 - ratio) * 0x1p56);
      return new Draw(threshold, "ot=th:".concat(digits(threshold)));
    }

    /** Hexadecimal, without zeros at the end. */
    private static String digits(long threshold) {
      String digits = Long.toHexString(threshold);
      int end = digits.length();
      while (end > 0 && digits.charAt(end - 1) == '0') {
        end--;
      }
      return end == 0
          ? "0"
          : "0"
              .repeat(Math.max(0, RANDOM_DIGITS - digits.length()))
              .concat(digits.substring(0, end));
    }

    boolean takes(long traceLow) {
      return (traceLow & RANDOM_BITS) >= threshold;
    }
  }

  private static Draw draw = Draw.of(1);

  /** Whether spans are held of traces that were not drawn. */
  private static boolean holding;

  private static boolean errors;

  /** Traces that take longer are slow, whatever their operation; in nanoseconds. */
  private static long slowerThan = Long.MAX_VALUE;

  /** How many slow traces may be kept until {@link #allowSlow} is called again. */
  private static final AtomicLong SLOW_LEFT = new AtomicLong();

  /** Of the traces that failed or were slow, those are not kept whose 56 bits are under this. */
  private static long heldThreshold;

  private Sampler() {}

  /**
   * Draws whole traces at random, by W3C's rule for consistent probability sampling: the low 56
   * bits of the trace id, which are random, against a threshold.
   *
   * @param ratio of traces to keep, 0 to 1
   * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">
   *     OpenTelemetry, consistent probability sampling</a>
   */
  public static void keep(double ratio) {
    draw = Draw.of(ratio);
  }

  /**
   * Has traces judged when they end, or not.
   *
   * @param keepErrors whether those are kept in which a span failed
   * @param keepSlow whether those are kept that took longer than {@code slowerThanNanos}, or than
   *     their operation's limit: {@link Probe#slowAbove}
   * @param slowerThanNanos {@link Long#MAX_VALUE} for no limit but the operations'
   * @param share of what would be kept so that is kept, 0 to 1
   */
  public static void judge(
      boolean keepErrors, boolean keepSlow, long slowerThanNanos, double share) {
    errors = keepErrors;
    slowerThan = slowerThanNanos;
    // Those that are judged are under the other threshold.
    heldThreshold = (long) ((1 - share) * draw.threshold);
    holding = keepErrors || keepSlow;
  }

  /** So many slow traces may be kept from now on. */
  public static void allowSlow(long traces) {
    SLOW_LEFT.set(traces);
  }

  /** Whether a trace that begins with this half of its id is kept, if nobody says otherwise. */
  public static boolean wouldKeep(long traceLow) {
    return draw.takes(traceLow);
  }

  /** How many spans wait on other threads than their trace's first until it is judged. */
  public static int waiting() {
    return Verdict.held();
  }

  /** Forgets spans that nobody will ever judge. For the collector, once a second. */
  public static void sweep() {
    Verdict.sweep();
  }

  static Draw draw() {
    return draw;
  }

  static boolean isHolding() {
    return holding;
  }

  /** Whether a trace is kept because one of its spans failed. */
  static boolean keepsErrors(long traceLow) {
    return errors && isOfShare(traceLow);
  }

  /** Whether a call that began a trace was slow, and the trace is kept for it. */
  static boolean keepsSlow(Probe probe, long nanos, long traceLow) {
    return isSlow(probe, nanos) && isOfShare(traceLow) && SLOW_LEFT.getAndDecrement() > 0;
  }

  /** Whether {@link #keepsSlow} may say yes. */
  static boolean isSlow(Probe probe, long nanos) {
    return probe.isSlow(nanos) || nanos > slowerThan;
  }

  private static boolean isOfShare(long traceLow) {
    return (traceLow & RANDOM_BITS) >= heldThreshold;
  }
}
