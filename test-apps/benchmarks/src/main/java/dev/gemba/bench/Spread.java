package dev.gemba.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * A figure that was measured several times.
 *
 * @param median the middle one; of two middle ones, their mean
 * @param n how many there were, not counting those that are not a number; the others are not a
 *     number if it is 0
 */
record Spread(double median, double min, double max, int n) {

  static Spread of(Collection<Double> values) {
    double[] sorted = sorted(values);
    int n = sorted.length;
    if (n == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Spread(median, sorted[0], sorted[n - 1], n);
  }

  /** In order, without those that are not a number. */
  static double[] sorted(Collection<Double> values) {
    return values.stream()
        .mapToDouble(Double::doubleValue)
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
  }

  /** What the ones have beyond the others, round by round. */
  static <T> Spread added(List<T> these, List<T> others, ToDoubleFunction<T> figure) {
    return paired(these, others, figure, (one, other) -> one - other);
  }

  /** How many times the others the ones have, round by round. */
  static <T> Spread ratio(List<T> these, List<T> others, ToDoubleFunction<T> figure) {
    return paired(these, others, figure, (one, other) -> one / other);
  }

  private static <T> Spread paired(
      List<T> these, List<T> others, ToDoubleFunction<T> figure, DoubleBinaryOperator compared) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < Math.min(these.size(), others.size()); i++) {
      values.add(
          compared.applyAsDouble(
              figure.applyAsDouble(these.get(i)), figure.applyAsDouble(others.get(i))));
    }
    return of(values);
  }

  /** Such as {@code 52.1 (51.0–54.3)}. */
  String text(int decimals) {
    if (n == 0) {
      return "–";
    }
    return n == 1
        ? fixed(median, decimals)
        : fixed(median, decimals)
            + " ("
            + fixed(min, decimals)
            + " … "
            + fixed(max, decimals)
            + ")";
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("median", rounded(median));
    json.put("min", rounded(min));
    json.put("max", rounded(max));
    json.put("n", n);
    return json;
  }

  static String fixed(double value, int decimals) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Five digits at most; null where there is no number. */
  static Double rounded(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return null;
    }
    return new BigDecimal(value).round(new MathContext(5)).doubleValue();
  }
}
