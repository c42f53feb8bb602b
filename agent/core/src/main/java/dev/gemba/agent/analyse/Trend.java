package dev.gemba.agent.analyse;

import java.util.Arrays;

/**
 * Whether something grows that should not. Immutable.
 *
 * <p>It does where its values rise significantly ({@link MannKendall}) over all of the time and
 * over the later half of it too: what an application fills while it starts rises over all of the
 * time, and has come to an end. The slope ({@link TheilSen}) is that of the later half.
 *
 * @param growing whether it does, and by enough to speak of it
 * @param confidence how sure it is that it rises, from 0 to 1: the lesser of both
 * @param perSecond its slope; may be negative
 */
public record Trend(boolean growing, double confidence, double perSecond) {

  /** Of fewer values, nothing is said: the half of them is what the test just bears. */
  public static final int FEWEST = 12;

  /** One time in a hundred is as good as chance for what is asked all the time. */
  private static final double SIGNIFICANT = 0.99;

  /**
   * Of its mean, over the later half. Less is significant where something hardly moves at all, such
   * as metaspace while the JIT and the JDK come to their ends.
   */
  private static final double LEAST_GROWTH = 0.05;

  /**
   * The trend of values.
   *
   * @param seconds when, ascending
   * @return null if these are too few
   */
  public static Trend of(double[] seconds, double[] values) {
    int n = values.length;
    if (n < FEWEST) {
      return null;
    }
    double[] laterSeconds = Arrays.copyOfRange(seconds, n / 2, n);
    double[] later = Arrays.copyOfRange(values, n / 2, n);
    double confidence =
        Math.min(MannKendall.of(values).confidence(), MannKendall.of(later).confidence());
    double slope = TheilSen.slope(laterSeconds, later);
    double growth = slope * (seconds[n - 1] - seconds[n / 2]);
    double mean = Arrays.stream(later).average().orElse(0);
    boolean growing =
        confidence >= SIGNIFICANT && slope > 0 && growth >= LEAST_GROWTH * Math.abs(mean);
    return new Trend(growing, confidence, slope);
  }
}
