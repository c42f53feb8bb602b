package dev.gemba.bench;

import java.util.Collection;
import java.util.Optional;

/**
 * Between which two figures the median lies of what these were drawn from, with a confidence of at
 * least 95 %. By order statistics, as in the sign test: whatever the distribution, the number of
 * figures below its median is binomial with p = ½.
 */
record MedianInterval(double low, double high) {

  private static final double TAIL = 0.025;

  /** Empty if there are too few: it takes six. */
  static Optional<MedianInterval> of(Collection<Double> values) {
    double[] sorted = Spread.sorted(values);
    int outside = outside(sorted.length);
    return outside == 0
        ? Optional.empty()
        : Optional.of(new MedianInterval(sorted[outside - 1], sorted[sorted.length - outside]));
  }

  /** That interval for a cell of a table; a dash if there is none. */
  static String text(Collection<Double> values) {
    return of(values).map(interval -> interval.text(1)).orElse("–");
  }

  /** Which figure from either end bounds the interval, counted from one; 0 if none does. */
  private static int outside(int n) {
    double probability = Math.pow(0.5, n);
    double tail = 0;
    int place = 0;
    while (place < n && tail + probability <= TAIL) {
      tail += probability;
      probability = probability * (n - place) / (place + 1);
      place++;
    }
    return place;
  }

  String text(int decimals) {
    return Spread.fixed(low, decimals) + " … " + Spread.fixed(high, decimals);
  }
}
