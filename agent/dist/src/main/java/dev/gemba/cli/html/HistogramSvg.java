package dev.gemba.cli.html;

import dev.gemba.api.export.Distribution;
import java.util.Locale;

/**
 * A distribution of durations as bars over a logarithmic axis, one bar for each exponential bucket,
 * with the percentiles marked. The drawing is complete without colour or script.
 */
final class HistogramSvg {

  private static final int WIDTH = 640;
  private static final int TOP = 44;
  private static final int BASE = 164;
  private static final int HEIGHT = 186;
  private static final double[] SHARES = {0.50, 0.95, 0.99};

  /** What the longest label of a percentile takes. */
  private static final int LABEL_ROOM = 76;

  /** Axis marks closer than this would print over each other. */
  private static final int LABEL_WIDTH = 52;

  private final Distribution values;
  private final Numbers numbers;
  private final int from;
  private final int buckets;

  private HistogramSvg(Distribution values, Numbers numbers) {
    this.values = values;
    this.numbers = numbers;
    int room = Math.max(2, 8 - values.bucketCount() / 4);
    this.from = values.offset() - room;
    this.buckets = values.bucketCount() + 2 * room;
  }

  static Markup of(Distribution values, Numbers numbers) {
    return new HistogramSvg(values, numbers).draw();
  }

  private Markup draw() {
    Markup svg = new Markup();
    svg.raw("<svg class=histogram viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=img>");
    svg.raw("<title>").text(summary()).raw("</title>");
    drawAxis(svg);
    svg.raw("<path class=bars d=\"").raw(bars()).raw("\"/>");
    for (int i = 0; i < SHARES.length; i++) {
      drawPercentile(svg, i);
    }
    return svg.raw("</svg>");
  }

  private String summary() {
    StringBuilder text = new StringBuilder("Distribution of durations: ");
    text.append(numbers.count(values.count())).append(" calls");
    for (double share : SHARES) {
      text.append(", ").append(label(share)).append(' ').append(at(share));
    }
    return text.append(", longest ").append(numbers.duration(values.max())).toString();
  }

  private String bars() {
    long most = 1;
    for (int i = 0; i < buckets; i++) {
      most = Math.max(most, values.countAt(from + i));
    }
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < buckets; i++) {
      long n = values.countAt(from + i);
      if (n > 0) {
        // A bucket with a single value must still be seen beside one with a million.
        double height = Math.max(1.5, (double) (BASE - TOP) * n / most);
        double left = WIDTH * (double) i / buckets;
        double gap = buckets > 200 ? 0 : 0.6;
        path.append(
            String.format(
                Locale.ROOT,
                "M%.1f %dv%.1fh%.1fv%.1fz",
                left,
                BASE,
                -height,
                (double) WIDTH / buckets - gap,
                height));
      }
    }
    return path.toString();
  }

  private void drawAxis(Markup svg) {
    svg.raw("<path class=axis d=\"M0 " + BASE + ".5H" + WIDTH + "\"/>");
    double last = Double.NEGATIVE_INFINITY;
    int decade = (int) Math.ceil(Math.log10(Distribution.lowerBound(values.scale(), from)) - 1);
    for (int half = 0; half < 60; half++) {
      double seconds = Math.pow(10, decade + half / 2) * (half % 2 == 0 ? 1 : 3);
      double x = x(seconds);
      if (x >= LABEL_WIDTH / 2.0 && x <= WIDTH - LABEL_WIDTH / 2.0 && x - last >= LABEL_WIDTH) {
        last = x;
        svg.raw(String.format(Locale.ROOT, "<path class=axis d=\"M%.1f %dv4\"/>", x, BASE));
        svg.raw(
            String.format(
                Locale.ROOT,
                "<text class=mark x=%.1f y=%d>%s</text>",
                x,
                BASE + 17,
                tick(seconds)));
      }
    }
  }

  /** Marks lie on powers of ten and thrice those, so they need no decimals. */
  private String tick(double seconds) {
    return numbers.duration(seconds).replaceFirst("\\.0+ ", " ");
  }

  private void drawPercentile(Markup svg, int row) {
    double share = SHARES[row];
    double x = x(values.percentile(share));
    int y = 10 + 13 * row;
    boolean right = x < WIDTH - LABEL_ROOM;
    svg.raw(
        String.format(
            Locale.ROOT, "<path class=\"percentile\" d=\"M%.1f %dV%d\"/>", x, y - 8, BASE));
    svg.raw(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=%.1f y=%d>",
            right ? "after" : "before",
            right ? x + 4 : x - 4,
            y));
    svg.text(label(share) + " " + at(share)).raw("</text>");
  }

  private double x(double seconds) {
    double bucket = Math.scalb(Math.log(seconds) / Math.log(2), values.scale()) - from;
    return Math.max(0, Math.min(WIDTH, WIDTH * bucket / buckets));
  }

  private String at(double share) {
    return numbers.duration(values.percentile(share));
  }

  private static String label(double share) {
    return "p" + Math.round(share * 100);
  }
}
