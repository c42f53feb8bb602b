package dev.gemba.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a load went, second by second.
 *
 * @param startMillis when it began, on the clock of the wall
 * @param rates how much was done a second, in each
 * @param cpuNanos CPU that the process used for one of what was done, in each; not a number where
 *     nothing was done
 */
record Course(long startMillis, List<Double> rates, List<Double> cpuNanos) {

  /** Seconds that are looked at together, as single ones jump. */
  private static final int TOGETHER = 5;

  Course {
    rates = List.copyOf(rates);
    cpuNanos = List.copyOf(cpuNanos);
  }

  /** What was reached at a moment, all of it since the start. */
  record Mark(double nanos, double done, double cpuNanos) {}

  static Course of(long startMillis, List<Mark> marks) {
    List<Double> rates = new ArrayList<>();
    List<Double> cpuNanos = new ArrayList<>();
    for (int i = 1; i < marks.size(); i++) {
      Mark from = marks.get(i - 1);
      Mark to = marks.get(i);
      double done = to.done - from.done;
      rates.add(done / (to.nanos - from.nanos) * 1e9);
      cpuNanos.add(done > 0 ? (to.cpuNanos - from.cpuNanos) / done : Double.NaN);
    }
    return new Course(startMillis, rates, cpuNanos);
  }

  int seconds() {
    return rates.size();
  }

  /** The median second's, of those from this one on. */
  double rate(int from) {
    return Spread.of(rates.subList(Math.min(from, seconds()), seconds())).median();
  }

  /** Likewise. */
  double cpuNanos(int from) {
    return Spread.of(cpuNanos.subList(Math.min(from, seconds()), seconds())).median();
  }

  /**
   * The first second that has this share of the other's pace and from which on the median of five
   * has it too. Seconds are compared with the same ones of the other, so that what both need to
   * warm up is not counted, and after its end with its settled pace.
   *
   * @param settled the second from which on the other has settled
   */
  OptionalInt reaches(double share, Course other, int settled) {
    double pace = other.rate(settled);
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < seconds(); i++) {
      shares.add(rates.get(i) / (i < other.seconds() ? other.rates.get(i) : pace));
    }
    for (int i = 0; i + TOGETHER <= seconds(); i++) {
      boolean these = Spread.of(shares.subList(i, i + TOGETHER)).median() >= share;
      if (these && shares.get(i) >= share) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
