package dev.gemba.agent.govern;

/**
 * A measured number and its confidence interval of 95 %. Immutable.
 *
 * @param value the estimate
 * @param low end of the interval; {@link Double#NaN} if there are too few data for one
 * @param high likewise
 */
public record Interval(double value, double low, double high) {

  static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN, Double.NaN);

  /** Whether a number is within the interval; false if either is unknown. */
  public boolean contains(double number) {
    return low <= number && number <= high;
  }

  /** From one end to the other. */
  double width() {
    return high - low;
  }

  /** Everything times a factor, which is not negative, and more of something that is known. */
  Interval timesPlus(double factor, double more) {
    return new Interval(value * factor + more, low * factor + more, high * factor + more);
  }
}
