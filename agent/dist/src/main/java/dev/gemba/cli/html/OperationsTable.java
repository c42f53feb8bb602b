package dev.gemba.cli.html;

import dev.gemba.agent.analyse.OperationCost;
import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.cli.html.CourseSvg.Extent;
import dev.gemba.cli.recording.Interval;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of operations, most time first: sorted and filtered by the page's script. */
final class OperationsTable {

  private static final String HEAD =
      """
      <section><h2 id=operations>Operations</h2>
      <p class=tools><input id=filter type=search placeholder="Filter operations" \
      aria-label="Filter operations" hidden> <span id=shown role=status></span></p>
      <div class=wide><table id=table><thead><tr><th scope=col>Operation<th scope=col class=n>Calls\
      <th scope=col class=n>Errors<th scope=col class=n>p50<th scope=col class=n>p95\
      <th scope=col class=n>p99<th scope=col class=n>Max<th scope=col class=n>Time\
      <th scope=col class=n>Share\
      """;

  private static final String SAMPLED =
      "<th scope=col class=n>CPU<th scope=col class=n>Alloc<th scope=col class=n>Lock";

  private static final String SAMPLED_NOTE =
      """
      <p class=note>CPU, Alloc and Lock (waiting for what other threads held) are estimates by \
      samples and hold the operations called within, as Time does. Alloc with = is counted, by \
      the threads that answered requests or handled messages.</p>
      """;

  private static final String FOOT =
      """
      <p class=note>Time is the sum over all calls and holds the operations called within, so \
      nested operations each count their own. Share is time per recorded time: 100&nbsp;% is one \
      thread inside all the time. Percentiles are within 2.2&nbsp;%; counts, sums and maxima are \
      exact. A dash stands for what was not measured.</p></section>
      """;

  private final Numbers numbers;
  private final Extent extent;

  /** Whether there is an estimate of what any operation took. */
  private boolean sampled;

  OperationsTable(Numbers numbers, Extent extent) {
    this.numbers = numbers;
    this.extent = extent;
  }

  /**
   * @param detailed position of each operation that has a section of its own
   * @param limitBytes what does not fit is left out, and said to be
   */
  Markup draw(
      List<OperationRow> rows,
      Map<String, Integer> detailed,
      Map<String, List<Interval>> intervals,
      int limitBytes) {
    sampled = rows.stream().anyMatch(row -> !row.cost().equals(OperationCost.UNKNOWN));
    Markup html = new Markup().raw(HEAD).raw(sampled ? SAMPLED : "");
    html.raw("<th scope=col>Rate over time</thead><tbody>\n");
    double most = rows.stream().mapToDouble(OperationRow::share).filter(v -> v > 0).max().orElse(1);
    int size = 0;
    int shown = 0;
    for (OperationRow row : rows) {
      Markup line = row(row, most, detailed.get(row.operation()), intervals.get(row.operation()));
      size += line.sizeBytes();
      if (size > limitBytes) {
        break;
      }
      html.raw(line);
      shown++;
    }
    html.raw("</tbody></table></div>");
    if (shown < rows.size()) {
      html.raw("<p class=note><b>" + numbers.count(rows.size() - shown) + " more operations</b>");
      html.raw(" with less time would make this page too large; <code>report --json</code>");
      html.raw(" has all of them.</p>");
    }
    return html.raw(sampled ? SAMPLED_NOTE : "").raw(FOOT);
  }

  /** Of few bytes, as there may be thousands: the style sheet goes by a cell's position. */
  private Markup row(OperationRow row, double most, Integer position, List<Interval> course) {
    Markup html = new Markup().raw("<tr data-v=\"" + sortKeys(row) + "\"><td>");
    if (position != null) {
      html.raw("<a href=#o" + position + ">").name(row.operation()).raw("</a>");
    } else {
      html.name(row.operation());
    }
    cell(html, numbers.count(row.calls()));
    html.raw(row.errors() > 0 ? "<td class=bad>" : "<td>");
    html.text(row.errors() > 0 ? numbers.count(row.errors()) : "0");
    cell(html, numbers.duration(row.p50()));
    cell(html, numbers.duration(row.p95()));
    cell(html, numbers.duration(row.p99()));
    cell(html, numbers.duration(row.max()));
    cell(html, numbers.duration(row.totalTime()));
    html.raw("<td");
    if (row.share() > 0) {
      html.raw(String.format(Locale.ROOT, " style=--s:%.1f%%", 100 * row.share() / most));
    }
    html.raw(">").text(numbers.percent(row.share()));
    if (sampled) {
      cell(html, numbers.duration(row.cost().cpu()));
      cell(html, (row.cost().isAllocCounted() ? "=" : "") + numbers.size(row.cost().alloc()));
      cell(html, numbers.duration(row.cost().lock()));
    }
    html.raw("<td>");
    if (course != null) {
      html.raw(CourseSvg.spark(course, extent, Interval::rate));
    }
    return html.raw("\n");
  }

  private static void cell(Markup html, String text) {
    html.raw("<td>").text(text);
  }

  private String sortKeys(OperationRow row) {
    return row.calls()
        + String.format(
            Locale.ROOT,
            ",%d,%.3g,%.3g,%.3g,%.3g,%.3g,%.3g",
            row.errors(),
            row.p50(),
            row.p95(),
            row.p99(),
            row.max(),
            row.totalTime(),
            row.share())
        + (sampled ? costKeys(row.cost()) : "");
  }

  private static String costKeys(OperationCost cost) {
    return String.format(Locale.ROOT, ",%.3g,%.3g,%.3g", cost.cpu(), cost.alloc(), cost.lock());
  }

  /** Those that get a section of their own. */
  static Set<String> mostTime(List<OperationRow> rows, int limit) {
    return rows.stream()
        .limit(limit)
        .map(OperationRow::operation)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
