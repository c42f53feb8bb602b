package dev.gemba.cli.recording;

import dev.gemba.api.export.Distribution;

/**
 * What an operation did in one stretch of a recording. Immutable.
 *
 * @param startNanos since the epoch
 * @param endNanos likewise, later
 * @param calls of all processes
 * @param errors the exceptional exits among them
 * @param durations in seconds; null if no call was timed
 */
public record Interval(
    long startNanos, long endNanos, long calls, long errors, Distribution durations) {

  /** Calls a second. */
  public double rate() {
    return calls * 1e9 / (endNanos - startNanos);
  }

  /** A percentile of the durations in seconds; {@link Double#NaN} if no call was timed. */
  public double percentile(double share) {
    return durations == null ? Double.NaN : durations.percentile(share);
  }
}
