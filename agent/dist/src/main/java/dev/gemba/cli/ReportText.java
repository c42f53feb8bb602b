package dev.gemba.cli;

import dev.gemba.agent.analyse.MeasureRow;
import dev.gemba.agent.analyse.OperationCost;
import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.agent.analyse.OperationTable;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Span;
import dev.gemba.cli.TextTable.Cell;
import dev.gemba.cli.recording.ProfileSummary;
import dev.gemba.cli.recording.Recording;
import dev.gemba.cli.recording.SpanSummary;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** A report as a person reads it. */
final class ReportText {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Of the table of costs, so that it fits into 80 columns. */
  private static final int COST_NAME_WIDTH = 26;

  private static final Comparator<OperationRow> MOST_CPU_FIRST =
      Comparator.comparing((OperationRow row) -> -row.cost().cpu())
          .thenComparing(row -> -row.cost().alloc())
          .thenComparing(OperationRow::operation);

  private final Terminal terminal;
  private final PrintStream out;
  private final Units units;
  private final int nameWidth;

  ReportText(Terminal terminal, int nameWidth) {
    this.terminal = terminal;
    this.out = terminal.out();
    this.units = Units.of(terminal);
    this.nameWidth = nameWidth;
  }

  void print(Recording recording, OperationTable table) {
    printHeading(recording);
    if (!table.operations().isEmpty()) {
      printOperations(table);
      printCosts(table);
    } else if (recording.start() != null) {
      out.println("No call of any operation was recorded.");
      out.println();
    }
    if (!table.measures().isEmpty()) {
      printMeasures(table);
    }
    if (recording.spans().spans() > 0) {
      printSpans(recording.spans());
    }
    printProfiles(recording.profiles());
    printDropped(table);
  }

  private void printHeading(Recording recording) {
    if (recording.start() == null) {
      return;
    }
    String services =
        recording.processes().stream()
            .map(process -> process.attributes().text("service.name"))
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(", "));
    int processes = recording.processes().size();
    out.printf(
        Locale.ROOT,
        "%s%s%s recorded, %s to %s UTC%n%n",
        services.isEmpty() ? "" : terminal.styled("bold", services) + ": ",
        processes > 1 ? units.count(processes) + " processes, " : "",
        units.duration(elapsedSeconds(recording)),
        MOMENT.format(recording.start()),
        MOMENT.format(recording.end()));
  }

  private static double elapsedSeconds(Recording recording) {
    return recording.elapsed().toNanos() / 1e9;
  }

  private void printOperations(OperationTable table) {
    TextTable text =
        new TextTable(
            terminal,
            nameWidth,
            "OPERATION",
            "CALLS",
            "ERRORS",
            "P50",
            "P95",
            "P99",
            "MAX",
            "TIME",
            "SHARE");
    for (OperationRow row : table.operations()) {
      text.row(
          row.operation(),
          Cell.of(units.count(row.calls())),
          new Cell(units.count(row.errors()), row.errors() > 0 ? "red" : null),
          Cell.of(units.duration(row.p50())),
          Cell.of(units.duration(row.p95())),
          Cell.of(units.duration(row.p99())),
          Cell.of(units.duration(row.max())),
          Cell.of(units.duration(row.totalTime())),
          Cell.of(units.percent(row.share())));
    }
    text.print();
    out.println();
    out.println("SHARE is TIME per recorded time: 100 % is one thread inside all the time. TIME");
    out.println("holds the operations called within, so nested operations each count their own.");
    out.println();
  }

  /** A table of its own: beside the other's columns, no terminal would have room for it. */
  private void printCosts(OperationTable table) {
    List<OperationRow> sampled =
        table.operations().stream()
            .filter(row -> !row.cost().equals(OperationCost.UNKNOWN))
            .sorted(MOST_CPU_FIRST)
            .toList();
    if (sampled.isEmpty()) {
      return;
    }
    TextTable text =
        new TextTable(
            terminal,
            wide() ? nameWidth : COST_NAME_WIDTH,
            "BY SAMPLES",
            "CPU",
            "SELF",
            "/CALL",
            "ALLOC",
            "/CALL",
            "LOCK");
    for (OperationRow row : sampled) {
      OperationCost cost = row.cost();
      text.row(
          row.operation(),
          Cell.of(units.duration(cost.cpu())),
          Cell.of(units.duration(cost.cpuSelf())),
          Cell.of(units.duration(perCall(cost.cpu(), row))),
          Cell.of((cost.isAllocCounted() ? "=" : "") + units.size(cost.alloc())),
          Cell.of(units.size(cost.allocPerCall(row.calls()))),
          Cell.of(units.duration(cost.lock())));
    }
    text.print();
    out.println();
    out.println("Estimates: CPU, ALLOC and LOCK hold the operations called within, SELF does not.");
    if (sampled.stream().anyMatch(row -> row.cost().isAllocCounted())) {
      out.println("ALLOC with = is counted: what the threads allocated that answered requests.");
    }
    out.println();
  }

  private boolean wide() {
    return nameWidth == Integer.MAX_VALUE;
  }

  private static double perCall(double all, OperationRow row) {
    return row.calls() == 0 ? Double.NaN : all / row.calls();
  }

  private void printProfiles(ProfileSummary profiles) {
    if (profiles.kinds().isEmpty()) {
      return;
    }
    String kinds =
        profiles.kinds().entrySet().stream()
            .map(
                kind ->
                    kind.getKey().text()
                        + " "
                        + (kind.getKey() == Kind.ALLOC
                            ? units.size((double) kind.getValue().value())
                            : units.duration(kind.getValue().value() / 1e9))
                        + " in "
                        + units.count(kind.getValue().samples()))
            .collect(Collectors.joining(", "));
    out.println("Samples: " + kinds + "; --html shows their flame graphs.");
    out.println();
  }

  private void printMeasures(OperationTable table) {
    TextTable text =
        new TextTable(
            terminal, nameWidth, "MEASURE", "VALUES", "MIN", "MEAN", "P50", "P95", "P99", "MAX");
    for (MeasureRow row : table.measures()) {
      String unit = row.unit();
      boolean shown = !unit.isEmpty() && !unit.equals("1") && !unit.equals("s");
      text.row(
          shown ? row.name() + " " + unit : row.name(),
          Cell.of(units.count(row.count())),
          Cell.of(units.value(row.min(), unit)),
          Cell.of(units.value(row.mean(), unit)),
          Cell.of(units.value(row.p50(), unit)),
          Cell.of(units.value(row.p95(), unit)),
          Cell.of(units.value(row.p99(), unit)),
          Cell.of(units.value(row.max(), unit)));
    }
    text.print();
    out.println();
  }

  private void printSpans(SpanSummary spans) {
    out.printf(
        Locale.ROOT,
        "Spans: %s, %s of them the first of a trace, %s with an error.%n",
        units.count(spans.spans()),
        units.count(spans.traces()),
        units.count(spans.errors()));
    if (!spans.slowest().isEmpty()) {
      TextTable text = new TextTable(terminal, nameWidth, "SLOWEST", "TIME", "TRACE");
      for (Span span : spans.slowest()) {
        text.row(
            span.name(),
            Cell.of(units.duration((span.endEpochNanos() - span.startEpochNanos()) / 1e9)),
            Cell.of(span.traceId()));
      }
      text.print();
    }
    out.println();
  }

  private void printDropped(OperationTable table) {
    if (table.dropped().isEmpty()) {
      out.println("Nothing was dropped.");
      return;
    }
    String reasons =
        table.dropped().entrySet().stream()
            .map(entry -> units.count(entry.getValue()) + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    out.println(terminal.styled("yellow", "Dropped:") + " " + reasons);
  }
}
