package dev.gemba.agent.analyse;

import java.util.Comparator;

/**
 * What one operation did during a recording. Values of time are seconds; what was not measured
 * (durations of an operation that is only counted) is {@link Double#NaN}. Immutable.
 *
 * @param operation name under which the calls were aggregated
 * @param calls normal and exceptional exits, at every capture level
 * @param errors the exceptional ones among them
 * @param p50 median duration of all exits
 * @param p95 duration that 95 % of all exits do not exceed
 * @param p99 likewise 99 %
 * @param max longest duration, exact
 * @param totalTime sum of all durations, exact; time inside operations called by this one included
 * @param share {@code totalTime} ÷ the recording's elapsed wall time. 1 means that one thread was
 *     inside all the time, the convention of {@code top}'s {@code %CPU}. Nested operations each
 *     count their own time, so shares do not add up to anything.
 * @param cost what the operation took, mostly by samples
 */
public record OperationRow(
    String operation,
    long calls,
    long errors,
    double p50,
    double p95,
    double p99,
    double max,
    double totalTime,
    double share,
    OperationCost cost) {

  /** Largest share first, then most calls; what has no share comes last. */
  static final Comparator<OperationRow> MOST_TIME_FIRST =
      Comparator.comparing((OperationRow row) -> Double.isNaN(row.share))
          .thenComparing(OperationRow::share, Comparator.reverseOrder())
          .thenComparing(OperationRow::calls, Comparator.reverseOrder())
          .thenComparing(OperationRow::operation);
}
