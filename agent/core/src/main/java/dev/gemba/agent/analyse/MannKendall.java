package dev.gemba.agent.analyse;

import java.util.Arrays;

/**
 * Whether values that follow each other tend to rise: the test of Mann and Kendall, which asks of
 * each pair which one is larger, and so nothing of how they are distributed. Immutable.
 *
 * <p>Equal values are allowed for as in Gilbert, "Statistical Methods for Environmental Pollution
 * Monitoring" (1987), section 16.4; the tests are Mann's ("Nonparametric tests against trend",
 * Econometrica 13, 1945) and Kendall's ("Rank Correlation Methods", 1975). The normal approximation
 * holds from about ten values on. Values that depend on the one before let it see trends too often.
 *
 * @param s pairs that rise less pairs that fall
 * @param variance of s where there is no trend
 */
public record MannKendall(long s, double variance) {

  /** Takes time by the square of how many there are. */
  public static MannKendall of(double[] values) {
    long s = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        s += Double.compare(values[j], values[i]);
      }
    }
    return new MannKendall(s, (spread(values.length) - ties(values)) / 18);
  }

  private static double ties(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double ties = 0;
    int first = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[first]) {
        ties += spread(i - first);
        first = i;
      }
    }
    return ties;
  }

  private static double spread(double n) {
    return n * (n - 1) * (2 * n + 5);
  }

  /** In standard deviations, with the correction for continuity; positive where values rise. */
  public double z() {
    return s == 0 ? 0 : (s - Long.signum(s)) / Math.sqrt(variance);
  }

  /** How sure it is that values rise: one less the probability of such a rise by chance. */
  public double confidence() {
    return normal(z());
  }

  /** Of the standard normal distribution, within 1e-7: Abramowitz and Stegun, 26.2.17. */
  private static double normal(double z) {
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double sum =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * sum;
    return z >= 0 ? 1 - tail : tail;
  }
}
