package dev.gemba.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How a figure grows with a size: the exponent of the power law that fits best, by least squares
 * over the logarithms. 0 is constant, 1 is in proportion.
 */
final class Growth {

  /** Exponents nearer to each other than this cannot be told apart with so few sizes. */
  private static final double CLOSE = 0.2;

  private Growth() {}

  /** The law that an exponent stands for, in words. */
  static String law(double exponent) {
    if (Double.isNaN(exponent)) {
      return "nothing to fit";
    }
    if (Math.abs(exponent) < CLOSE) {
      return "constant";
    }
    if (Math.abs(exponent - 1) < CLOSE) {
      return "in proportion";
    }
    if (exponent < 0) {
      return "falling";
    }
    return exponent < 1 ? "slower than in proportion" : "faster than in proportion";
  }

  /** Not a number if there are fewer than two sizes with a figure above 0. */
  static double exponent(List<Double> sizes, List<Double> figures) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      if (figures.get(i) > 0) {
        x.add(Math.log(sizes.get(i)));
        y.add(Math.log(figures.get(i)));
      }
    }
    double meanX = x.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double meanY = y.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double both = 0;
    double square = 0;
    for (int i = 0; i < x.size(); i++) {
      both += (x.get(i) - meanX) * (y.get(i) - meanY);
      square += (x.get(i) - meanX) * (x.get(i) - meanX);
    }
    return x.size() < 2 ? Double.NaN : both / square;
  }
}
