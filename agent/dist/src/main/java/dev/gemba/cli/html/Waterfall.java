package dev.gemba.cli.html;

import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Span;
import dev.gemba.cli.recording.FrameOrigin;
import dev.gemba.cli.recording.ProfileDetails;
import dev.gemba.cli.recording.ProfileDetails.Hot;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;

/** The spans of one trace below each other, each as long as its time. */
final class Waterfall {

  private static final int MAX_DEPTH = 12;
  private static final List<String> COSTS =
      List.of("gemba.cpu.time", "gemba.alloc.size", "gemba.lock.time");

  private final List<Span> spans;
  private final ProfileDetails profiles;
  private final Numbers numbers;
  private final Map<String, Integer> depths = new HashMap<>();
  private final long start;
  private final long nanos;
  private final boolean sampled;

  /**
   * @param spans by start, outer ones first; at least one
   * @param profiles what samples say of them
   */
  Waterfall(List<Span> spans, ProfileDetails profiles, Numbers numbers) {
    this.spans = spans;
    this.profiles = profiles;
    this.numbers = numbers;
    this.start = spans.get(0).startEpochNanos();
    long end = spans.stream().mapToLong(Span::endEpochNanos).max().orElse(start);
    this.nanos = Math.max(1, end - start);
    this.sampled = spans.stream().anyMatch(Waterfall::isSampled);
  }

  Markup draw(int maxSpans) {
    Span root = spans.get(0);
    Markup html = new Markup();
    html.raw("<figure class=trace><figcaption><b>").name(root.name()).raw("</b> ");
    html.text(numbers.duration(nanos / 1e9)).raw(" <code>").name(root.traceId());
    html.raw(
        "</code></figcaption><table><thead"
            + (sampled ? "" : " class=hidden")
            + "><tr><th>Operation<th>When<th class=n>Time");
    html.raw(sampled ? "<th class=n>CPU<th class=n>Alloc<th class=n>Lock" : "");
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
    html.raw("<td class=n>")
        .text(numbers.duration((span.endEpochNanos() - span.startEpochNanos()) / 1e9));
    costs(html, span);
    hottest(html, span, depth);
    return html;
  }

  /** Of a trace that no sample fell into, there are no such columns. */
  private void costs(Markup html, Span span) {
    if (!sampled) {
      return;
    }
    html.raw("<td class=n>").text(known(span, "gemba.cpu.time", numbers::duration));
    html.raw("<td class=n>").text(known(span, "gemba.alloc.size", numbers::size));
    html.raw("<td class=n>").text(known(span, "gemba.lock.time", numbers::duration));
  }

  private static boolean isSampled(Span span) {
    return COSTS.stream().anyMatch(span.attributes().values()::containsKey);
  }

  private static String known(Span span, String attribute, DoubleFunction<String> unit) {
    return span.attributes().values().get(attribute) instanceof Number number
        ? unit.apply(number.doubleValue())
        : "";
  }

  private void hottest(Markup html, Span span, int depth) {
    Map<Kind, List<Hot>> hottest = profiles.hottest(span.spanId());
    if (hottest.isEmpty()) {
      return;
    }
    html.raw("<tr class=hot><td colspan=" + (sampled ? 6 : 3));
    html.raw(" style=\"padding-left:" + (0.9 + depth) + "em\">");
    hottest.forEach(
        (kind, places) -> {
          html.raw("<span><b>" + FlameGraphs.title(kind) + "</b>");
          for (Hot hot : places) {
            html.raw(" <i title=\"").name(hot.frame());
            html.name(hot.caller().isEmpty() ? "" : " in " + hot.caller()).raw("\">");
            html.raw("<code>").name(brief(hot.frame(), kind)).raw("</code>");
            if (!hot.caller().isEmpty()) {
              html.raw(" in <code>").name(brief(hot.caller(), Kind.CPU)).raw("</code>");
            }
            html.raw("</i> ").text(amount(kind, hot.value()));
          }
          html.raw("</span>");
        });
  }

  private String amount(Kind kind, long value) {
    return kind == Kind.ALLOC ? numbers.size((double) value) : numbers.duration(value / 1e9);
  }

  /** A method with its class, or a class by itself; symbols of native code as they are. */
  private static String brief(String frame, Kind kind) {
    if (FrameOrigin.of(frame) == FrameOrigin.NATIVE) {
      return frame;
    }
    int dot = frame.lastIndexOf('.');
    boolean isClass = kind == Kind.ALLOC || kind == Kind.LOCK;
    return frame.substring(1 + (isClass ? dot : frame.lastIndexOf('.', dot - 1)));
  }
}
