package dev.gemba.cli.html;

import dev.gemba.cli.recording.Interval;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** A quantity over time as a line, one point for each interval, with its highest value marked. */
final class CourseSvg {

  /** The time axis that all charts of a page share, in nanoseconds since the epoch. */
  record Extent(long startNanos, long endNanos) {}

  /** One line of a chart. */
  record Line(String name, String style, ToDoubleFunction<Interval> value) {}

  private static final int WIDTH = 314;
  private static final int TOP = 20;
  private static final int BASE = 92;
  private static final int HEIGHT = 110;

  /** Makes a point that stands alone visible. */
  private static final String DOT = "m-2 0h4";

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final List<Interval> intervals;
  private final long start;
  private final long end;

  private CourseSvg(List<Interval> intervals, Extent extent) {
    this.intervals = intervals;
    this.start = extent.startNanos();
    this.end = extent.endNanos();
  }

  /** A chart with axis and title; nothing if there are too few points for a line. */
  static Markup chart(
      String title,
      List<Interval> intervals,
      Extent extent,
      DoubleFunction<String> unit,
      List<Line> lines) {
    Markup svg = new Markup();
    if (intervals.size() < 2) {
      return svg;
    }
    CourseSvg course = new CourseSvg(intervals, extent);
    double most = course.most(lines);
    svg.raw("<svg class=course viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=img><title>");
    svg.text(title + " over time, at most " + unit.apply(most)).raw("</title>");
    svg.raw("<text class=after x=0 y=10>").text(title).raw("</text>");
    svg.raw("<text class=before x=" + WIDTH + " y=10>").text("max " + unit.apply(most));
    svg.raw("</text><path class=axis d=\"M0 " + BASE + ".5H" + WIDTH + "\"/>");
    for (Line line : lines) {
      svg.raw("<path class=\"line " + line.style() + "\" d=\"");
      svg.raw(course.path(line, WIDTH, TOP, BASE, most)).raw("\"/>");
    }
    svg.raw("<text class=\"after mark\" x=0 y=106>" + clock(course.start) + "</text>");
    svg.raw("<text class=\"before mark\" x=" + WIDTH + " y=106>" + clock(course.end) + "</text>");
    return svg.raw("</svg>");
  }

  /** The shape alone, for a cell of a table. */
  static Markup spark(List<Interval> intervals, Extent extent, ToDoubleFunction<Interval> value) {
    Markup svg = new Markup();
    if (intervals.size() < 2) {
      return svg;
    }
    Line line = new Line("", "", value);
    CourseSvg course = new CourseSvg(intervals, extent);
    svg.raw("<svg class=spark viewBox=\"0 0 80 18\" aria-hidden=true><path class=line d=\"");
    return svg.raw(course.path(line, 80, 2, 16, course.most(List.of(line)))).raw("\"/></svg>");
  }

  private double most(List<Line> lines) {
    double most = 0;
    for (Line line : lines) {
      for (Interval interval : intervals) {
        double value = line.value().applyAsDouble(interval);
        most = value > most ? value : most;
      }
    }
    return most;
  }

  private String path(Line line, int width, int top, int base, double most) {
    StringBuilder path = new StringBuilder();
    int joined = 0;
    long seenUntil = start;
    for (Interval interval : intervals) {
      double value = line.value().applyAsDouble(interval);
      // Between two runs of a process nothing is known, so no line may lead over that.
      if (Double.isNaN(value) || interval.startNanos() > seenUntil) {
        path.append(joined == 1 ? DOT : "");
        joined = 0;
      }
      seenUntil = interval.endNanos();
      if (!Double.isNaN(value)) {
        long middle = interval.startNanos() + (interval.endNanos() - interval.startNanos()) / 2;
        double x = width * (double) (middle - start) / Math.max(1, end - start);
        double y = base - (most > 0 ? (base - top) * value / most : 0);
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", joined > 0 ? "L" : "M", x, y));
        joined++;
      }
    }
    return path.append(joined == 1 ? DOT : "").toString();
  }

  private static String clock(long epochNanos) {
    return CLOCK.format(Instant.ofEpochSecond(0, epochNanos));
  }
}
