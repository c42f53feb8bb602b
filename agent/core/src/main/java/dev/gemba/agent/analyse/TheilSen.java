package dev.gemba.agent.analyse;

import java.util.Arrays;

/**
 * The slope of points that few outliers do not change: the median of the slopes of all pairs. Theil
 * ("A rank-invariant method of linear and polynomial regression analysis", 1950) and Sen
 * ("Estimates of the regression coefficient based on Kendall's tau", 1968).
 */
public final class TheilSen {

  private TheilSen() {}

  /**
   * Takes time and memory by the square of how many points there are.
   *
   * @param x no two of them equal
   * @return NaN of fewer than two points
   */
  public static double slope(double[] x, double[] y) {
    int n = x.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[next++] = (y[j] - y[i]) / (x[j] - x[i]);
      }
    }
    Arrays.sort(slopes);
    int middle = next / 2;
    if (next == 0) {
      return Double.NaN;
    }
    return next % 2 == 1 ? slopes[middle] : slopes[middle - 1] / 2 + slopes[middle] / 2;
  }
}
