package dev.gemba.agent.profile;

/**
 * A total that is known anew every few seconds, and told as if it had grown evenly: what came in
 * between two times is told while the next interval lasts. Whoever takes the difference over a
 * shorter while has its part, and no more. Safe for use by all threads.
 */
final class EvenTotal {

  private double before;
  private double now;
  private long beforeNanos;
  private long nowNanos;

  /** The total is so much at a moment, on a clock that only goes forward. */
  synchronized void set(double total, long nanos) {
    before = at(nanos);
    now = total;
    beforeNanos = nowNanos;
    nowNanos = nanos;
  }

  /** What is told at a moment, which is not before the last one that the total is known of. */
  synchronized double at(long nanos) {
    long interval = nowNanos - beforeNanos;
    double part = interval <= 0 ? 1 : (double) (nanos - nowNanos) / interval;
    return before + (now - before) * Math.max(0, Math.min(1, part));
  }
}
