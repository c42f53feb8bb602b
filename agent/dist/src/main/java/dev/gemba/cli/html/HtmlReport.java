package dev.gemba.cli.html;

import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.agent.analyse.OperationTable;
import dev.gemba.cli.html.CourseSvg.Extent;
import dev.gemba.cli.recording.Interval;
import dev.gemba.cli.recording.Recording;
import dev.gemba.cli.recording.RecordingDetails;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One page that shows a recording: self-contained, at most about 3 MB, and readable without script.
 * Used once, by one thread.
 */
public final class HtmlReport {

  /** Operations that get a section of their own, room permitting. */
  private static final int MAX_DETAILED = 60;

  private static final int OPEN = 3;
  private static final int TABLE_BYTES = 1_150_000;
  private static final int DETAIL_BYTES = 600_000;
  private static final int FLAME_BYTES = 500_000;

  /** Shares of a flame graph under which a frame is left out. */
  private static final double LEAST_OF_ALL = 0.001;

  private static final double LEAST_OF_OPERATION = 0.005;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Recording recording;
  private final OperationTable table;
  private final RecordingDetails details;
  private final Numbers numbers;
  private final Map<String, Integer> detailed = new HashMap<>();
  private final FlameGraphs flames;

  private HtmlReport(
      Recording recording, OperationTable table, RecordingDetails details, Numbers numbers) {
    this.recording = recording;
    this.table = table;
    this.details = details;
    this.numbers = numbers;
    this.flames = new FlameGraphs(numbers, details.profiles()::isOperation, FLAME_BYTES);
  }

  /** The operations of which a page shows more than a line. */
  public static Set<String> detailed(OperationTable table) {
    return OperationsTable.mostTime(table.operations(), MAX_DETAILED);
  }

  /**
   * The whole page.
   *
   * @param details of the operations that {@link #detailed} names
   */
  public static String of(
      Recording recording, OperationTable table, RecordingDetails details, Numbers numbers) {
    return new HtmlReport(recording, table, details, numbers).draw();
  }

  private String draw() {
    Closing closing = new Closing(numbers);
    Markup profiles = profiles();
    Markup sections = sections();
    Markup html = new Markup().raw(heading());
    if (table.operations().isEmpty()) {
      html.raw("<p>No call of any operation was recorded.</p>");
    } else {
      html.raw(
          new OperationsTable(numbers, extent())
              .draw(table.operations(), detailed, details.intervals(), TABLE_BYTES));
      html.raw("<section><h2>In detail</h2>").raw(sections).raw("</section>");
    }
    html.raw(profiles);
    html.raw(closing.measures(table.measures()));
    html.raw(closing.traces(recording, details));
    html.raw(closing.dropped(table.dropped()));
    html.raw(closing.origin(recording));
    html.raw(flames.names());
    return Page.of(title(), html);
  }

  private Markup profiles() {
    Markup html = new Markup();
    Markup graphs = flames.draw(details.profiles().whole(), LEAST_OF_ALL);
    if (graphs.isEmpty()) {
      return html;
    }
    html.raw("<section><h2 id=profiles>Where it went</h2><p class=note>Samples of all threads. A ");
    html.raw(
        "frame is as wide as its share, with what it called below it; frames under 0.1&nbsp;%");
    html.raw(
        " (of an operation's graph, 0.5&nbsp;%) are left out. Orange is the application, with ");
    html.raw(
        "a line on the left where a method is an operation's; blue the JDK, grey native code, ");
    html.raw("green the class of an object.</p>");
    return html.raw(graphs).raw("</section>");
  }

  private Markup sections() {
    Map<String, DetailTally> tallies = DetailTally.of(recording.metrics(), detailed(table));
    OperationSection section = new OperationSection(numbers, extent());
    Markup html = new Markup();
    int size = 0;
    for (OperationRow row : table.operations().subList(0, tallies.size())) {
      int position = detailed.size();
      OperationDetail detail =
          tallies
              .get(row.operation())
              .detail(row, details.intervals().getOrDefault(row.operation(), List.of()));
      Markup graphs = flames.draw(details.profiles().of(row.operation()), LEAST_OF_OPERATION);
      Markup one = section.draw(position, detail, graphs, position < OPEN);
      // Graphs have a limit of their own.
      size += one.sizeBytes() - graphs.sizeBytes();
      if (size > DETAIL_BYTES) {
        break;
      }
      html.raw(one);
      detailed.put(row.operation(), position);
    }
    if (flames.leftOut() > 0) {
      html.raw("<p class=note>The flame graphs of " + flames.leftOut() + " of them found no room.");
      html.raw("</p>");
    }
    if (detailed.size() < table.operations().size()) {
      html.raw("<p class=note>The " + detailed.size() + " operations with the most time; ");
      html.raw("the table above has the others.</p>");
    }
    return html;
  }

  private Extent extent() {
    List<Interval> all = details.intervals().values().stream().flatMap(List::stream).toList();
    return new Extent(
        all.stream().mapToLong(Interval::startNanos).min().orElse(0),
        all.stream().mapToLong(Interval::endNanos).max().orElse(0));
  }

  private String title() {
    String services =
        recording.processes().stream()
            .map(process -> process.attributes().text("service.name"))
            .filter(Objects::nonNull)
            .distinct()
            .limit(5)
            .collect(Collectors.joining(", "));
    return services.isEmpty() ? "Recording" : services;
  }

  private Markup heading() {
    Markup html = new Markup().raw("<header><p class=brand>Gemba</p><h1>").name(title());
    html.raw("</h1><p class=note>");
    if (recording.start() != null) {
      html.text(moment(recording.start()) + " to " + moment(recording.end()) + " UTC");
    }
    html.raw("</p></header><dl class=tiles>");
    long calls = table.operations().stream().mapToLong(OperationRow::calls).sum();
    long errors = table.operations().stream().mapToLong(OperationRow::errors).sum();
    long lost = table.dropped().values().stream().mapToLong(Long::longValue).sum();
    tile(html, "Recorded", numbers.duration(recording.elapsed().toNanos() / 1e9), "");
    tile(html, "Processes", numbers.count(recording.processes().size()), "");
    tile(html, "Operations", numbers.count(table.operations().size()), "");
    tile(html, "Calls", numbers.count(calls), "");
    tile(html, "Errors", numbers.count(errors), errors > 0 ? "bad" : "");
    tile(html, "Spans", numbers.count(recording.spans().spans()), "");
    tile(html, "Lost", numbers.count(lost), lost > 0 ? "warn" : "");
    return html.raw("</dl>");
  }

  private static void tile(Markup html, String name, String value, String style) {
    html.raw("<div><dt>" + name + "<dd class=\"" + style + "\">").text(value).raw("</div>");
  }

  private static String moment(Instant instant) {
    return MOMENT.format(instant);
  }
}
