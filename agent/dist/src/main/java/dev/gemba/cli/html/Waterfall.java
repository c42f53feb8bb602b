package dev.gemba.cli.html;

import dev.gemba.api.export.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The spans of one trace below each other, each as long as its time. */
final class Waterfall {

  private static final int MAX_DEPTH = 12;

  private final List<Span> spans;
  private final Numbers numbers;
  private final Map<String, Integer> depths = new HashMap<>();
  private final long start;
  private final long nanos;

  /**
   * @param spans by start, outer ones first; at least one
   */
  Waterfall(List<Span> spans, Numbers numbers) {
    this.spans = spans;
    this.numbers = numbers;
    this.start = spans.get(0).startEpochNanos();
    long end = spans.stream().mapToLong(Span::endEpochNanos).max().orElse(start);
    this.nanos = Math.max(1, end - start);
  }

  Markup draw(int maxSpans) {
    Span root = spans.get(0);
    Markup html = new Markup();
    html.raw("<figure class=trace><figcaption><b>").name(root.name()).raw("</b> ");
    html.text(numbers.duration(nanos / 1e9)).raw(" <code>").name(root.traceId());
    html.raw("</code></figcaption><table><thead class=hidden><tr><th>Operation<th>When<th>Time");
    html.raw("</thead><tbody>");
    spans.forEach(this::place);
    for (Span span : spans) {
      html.raw(row(span));
    }
    html.raw("</tbody></table>");
    if (spans.size() >= maxSpans) {
      html.raw("<p class=note>The trace has more spans; the first " + maxSpans + " are shown.</p>");
    }
    return html.raw("</figure>");
  }

  private void place(Span span) {
    Integer parent = depths.get(span.parentSpanId());
    depths.put(span.spanId(), parent == null ? 0 : parent + 1);
  }

  private Markup row(Span span) {
    int depth = Math.min(MAX_DEPTH, depths.get(span.spanId()));
    double left = 100.0 * (span.startEpochNanos() - start) / nanos;
    double width = 100.0 * (span.endEpochNanos() - span.startEpochNanos()) / nanos;
    boolean failed = span.errorType() != null;
    Markup html = new Markup();
    html.raw("<tr><td style=\"padding-left:" + (0.3 + depth) + "em\">").name(span.name());
    if (failed) {
      html.raw(" <span class=bad>").name(span.errorType()).raw("</span>");
    }
    html.raw(
        String.format(
            Locale.ROOT,
            "<td class=when><i class=\"bar%s\" style=\"margin-left:%.2f%%;width:%.2f%%\"></i>",
            failed ? " failed" : "",
            Math.max(0, Math.min(99.5, left)),
            Math.max(0.3, Math.min(100 - left, width))));
    return html.raw("<td class=n>")
        .text(numbers.duration((span.endEpochNanos() - span.startEpochNanos()) / 1e9));
  }
}
