package dev.gemba.cli.html;

import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.api.export.Distribution;
import dev.gemba.cli.html.CourseSvg.Extent;
import dev.gemba.cli.html.CourseSvg.Line;
import dev.gemba.cli.html.OperationDetail.Split;
import dev.gemba.cli.recording.Interval;
import java.util.List;
import java.util.Map;

/** One operation: its distribution, its course, its errors, its dimensions. */
final class OperationSection {

  /** Rows of each small table; the rest is summed up. */
  private static final int MAX_ROWS = 20;

  private final Numbers numbers;
  private final Extent extent;

  OperationSection(Numbers numbers, Extent extent) {
    this.numbers = numbers;
    this.extent = extent;
  }

  /**
   * @param flames where its samples fell; may be empty
   */
  Markup draw(int position, OperationDetail detail, Markup flames, boolean open) {
    OperationRow row = detail.row();
    Markup html =
        new Markup().raw("<details id=o" + position + (open ? " open" : "") + "><summary>");
    html.raw("<h3>").name(row.operation()).raw("</h3> <span class=note>");
    html.text(numbers.count(row.calls()) + " calls");
    if (row.errors() > 0) {
      double share = (double) row.errors() / row.calls();
      html.raw(", <span class=bad>").text(numbers.count(row.errors()) + " errors");
      html.text(" (" + percent(share) + ")").raw("</span>");
    }
    html.raw("</span></summary>");
    html.raw("<div class=plots>");
    if (detail.durations() == null) {
      html.raw("<p class=note>Counted, not timed: there are no durations.</p>");
    } else {
      html.raw(HistogramSvg.of(detail.durations(), numbers));
    }
    drawCourse(html, detail.intervals());
    html.raw("</div>");
    drawErrors(html, detail);
    drawSplits(html, detail.splits());
    html.raw(flames);
    return html.raw("</details>\n");
  }

  private void drawCourse(Markup html, List<Interval> intervals) {
    html.raw("<div class=courses>");
    html.raw(
        CourseSvg.chart(
            "Calls a second",
            intervals,
            extent,
            numbers::number,
            List.of(new Line("rate", "area", Interval::rate))));
    if (intervals.stream().anyMatch(interval -> interval.durations() != null)) {
      html.raw(
          CourseSvg.chart(
              "Time of a call, p50 and p95",
              intervals,
              extent,
              numbers::duration,
              List.of(
                  new Line("p50", "soft", interval -> interval.percentile(0.50)),
                  new Line("p95", "", interval -> interval.percentile(0.95)))));
    }
    html.raw("</div>");
  }

  private void drawErrors(Markup html, OperationDetail detail) {
    if (detail.errors().isEmpty()) {
      return;
    }
    html.raw("<table class=small><thead><tr><th scope=col>Error type<th scope=col class=n>Calls");
    html.raw("<th scope=col class=n>Of all calls</thead><tbody>");
    for (Map.Entry<String, Long> error : first(detail.errors())) {
      html.raw("<tr><td>").name(error.getKey()).raw("<td class=n>");
      html.text(numbers.count(error.getValue())).raw("<td class=n>");
      html.text(percent((double) error.getValue() / detail.row().calls()));
    }
    html.raw("</tbody></table>").raw(leftOut(detail.errors().size()));
  }

  private void drawSplits(Markup html, List<Split> splits) {
    if (splits.isEmpty()) {
      return;
    }
    html.raw("<table class=small><thead><tr><th scope=col>Dimensions<th scope=col class=n>Calls");
    html.raw("<th scope=col class=n>Errors<th scope=col class=n>p50<th scope=col class=n>p95");
    html.raw("<th scope=col class=n>p99</thead><tbody>");
    for (Split split : first(splits)) {
      html.raw("<tr><td>").name(split.values()).raw("<td class=n>");
      html.text(numbers.count(split.calls()));
      html.raw(split.errors() > 0 ? "<td class=\"n bad\">" : "<td class=n>");
      html.text(numbers.count(split.errors()));
      for (double share : new double[] {0.50, 0.95, 0.99}) {
        html.raw("<td class=n>").text(duration(split.durations(), share));
      }
    }
    html.raw("</tbody></table>").raw(leftOut(splits.size()));
  }

  private String duration(Distribution durations, double share) {
    return numbers.duration(durations == null ? Double.NaN : durations.percentile(share));
  }

  /** Never as if there were none. */
  private String percent(double share) {
    return share > 0 && share < 0.001 ? "under 0.1 %" : numbers.percent(share);
  }

  private static <T> List<T> first(List<T> rows) {
    return rows.subList(0, Math.min(MAX_ROWS, rows.size()));
  }

  private String leftOut(int rows) {
    return rows <= MAX_ROWS
        ? ""
        : "<p class=note>and " + numbers.count(rows - MAX_ROWS) + " more</p>";
  }
}
