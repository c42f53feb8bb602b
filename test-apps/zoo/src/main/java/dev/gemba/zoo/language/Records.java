package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.Arrays;
import java.util.List;

/** Records: canonical, compact and further constructors, components, generated members. */
public final class Records implements Case {

  record Point(int x, long y, double z) {
    static final Point ORIGIN = new Point(0, 0, 0);

    Point(int x) {
      this(x, x, x);
    }

    double length() {
      return Math.sqrt((double) x * x + y * y + z * z);
    }
  }

  record Range<T extends Comparable<T>>(T from, T to) {
    Range {
      if (from.compareTo(to) > 0) {
        throw new IllegalArgumentException(from + " is after " + to);
      }
    }

    List<T> ends() {
      return List.of(from, to);
    }
  }

  record Empty() {}

  @Override
  public void run(Report report) {
    Point point = new Point(3);
    report.seen("point", point);
    report.seen("length", point.length());
    report.seen(
        "equal",
        point.equals(new Point(3, 3, 3.0)) + " " + (point.hashCode() == new Point(3).hashCode()));
    report.seen("origin", Point.ORIGIN);
    report.seen("range", new Range<>("a", "b").ends());
    report.ending("bad range", () -> new Range<>(2, 1));
    report.seen("empty", new Empty());
    report.seen("components", Arrays.toString(Point.class.getRecordComponents()));
    report.shape(Point.class);
    report.shape(Range.class);
  }
}
