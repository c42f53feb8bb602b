package dev.gemba.bootstrap;

import jdk.internal.vm.annotation.ForceInline;

/**
 * What a woven frame holds between the two ends of a call, so that nothing need be kept for a
 * thread that only times:
 *
 * <pre>
 *   token = start of the call (System.nanoTime) &lt;&lt; 3 | how the call is recorded
 * </pre>
 *
 * <p>Three bits of the clock are given up, which durations under 73 years do not miss. The low bits
 * are the capture level at which the call began, as in {@link Probe}; a call that is counted only
 * has no start.
 */
final class Token {

  /** Nothing is recorded: the probe was dark, or Gemba failed at the beginning of the call. */
  static final long NONE = 0;

  /** A constructor's, whose span is made when it ends. */
  static final int SPAN_AT_END = Probe.SPAN + 1;

  private static final int BITS = 3;
  private static final int MASK = (1 << BITS) - 1;

  private Token() {}

  /** A call that begins now, at a level that reads the clock. */
  @ForceInline
  static long startedNow(int level) {
    return (System.nanoTime() << BITS) | level;
  }

  @ForceInline
  static int level(long token) {
    return (int) token & MASK;
  }

  @ForceInline
  static boolean isTimed(long token) {
    return level(token) > Probe.COUNT;
  }

  /** The duration, by the clock of {@link System#nanoTime}. */
  @ForceInline
  static long nanosUntil(long end, long token) {
    // The token is the start shifted, so the difference is taken in that form.
    return ((end << BITS) - (token & ~(long) MASK)) >> BITS;
  }

  /** For how many calls the duration of this one stands. */
  @ForceInline
  static int weight(long token) {
    return level(token) == Probe.SAMPLED ? Recorder.SAMPLING_INTERVAL : 1;
  }
}
