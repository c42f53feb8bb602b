package dev.gemba.agent.analyse;

/**
 * The distribution of one measured value, all of its series taken together. Immutable.
 *
 * @param name the metric's name, such as {@code kanban.board.task_count}
 * @param unit of the values, in UCUM notation; empty if none is known
 * @param count number of values
 * @param sum exact sum
 * @param min smallest value, exact; {@link Double#NaN} if unknown
 * @param p50 median
 * @param p95 value that 95 % do not exceed
 * @param p99 likewise 99 %
 * @param max largest value, exact; {@link Double#NaN} if unknown
 */
public record MeasureRow(
    String name,
    String unit,
    long count,
    double sum,
    double min,
    double p50,
    double p95,
    double p99,
    double max) {

  /** Arithmetic mean, or NaN without values. */
  public double mean() {
    return count == 0 ? Double.NaN : sum / count;
  }
}
