package dev.gemba.cli;

import dev.gemba.cli.heap.LeakRanking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What looks like a leak, for people and for programs.
 *
 * @param head what the agent said about the recording
 * @param top how many rows are shown
 */
record LeakText(
    Terminal terminal, long pid, Map<String, Object> head, LeakRanking ranking, int top) {

  private static final int NAME_WIDTH = 100;
  private static final int STACK = 8;

  private List<LeakRanking.Row> shown() {
    return ranking.rows().subList(0, Math.min(top, ranking.rows().size()));
  }

  /** As an object. */
  Map<String, Object> json() {
    Map<String, Object> told = new LinkedHashMap<>(head);
    told.put("samples", ranking.judged());
    told.put("tooYoung", ranking.tooYoung());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (LeakRanking.Row row : shown()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("class", row.type());
      one.put("site", row.site());
      one.put("operation", row.operation());
      one.put("alive", row.alive());
      one.put("tenthsOfTheTime", row.parts());
      one.put("oldestSeconds", row.oldestSeconds());
      one.put("youngestSeconds", row.youngestSeconds());
      one.put("lastKnownHeapUsage", row.heapUsed());
      one.put("stack", row.stack());
      one.put("path", row.path());
      rows.add(one);
    }
    told.put("suspects", rows);
    return told;
  }

  /** As lines. */
  void print() {
    Units units = Units.of(terminal);
    line(
        "leaks of process "
            + pid
            + ", "
            + units.number(JvmCommand.numberAt(head, "seconds"))
            + " s: "
            + Plural.of(ranking.judged(), "sampled object is", "sampled objects are")
            + " alive"
            + (ranking.tooYoung() == 0
                ? ""
                : "; " + ranking.tooYoung() + " more were allocated after the last collection"));
    if (ranking.judged() == 0) {
      line("nothing that was allocated in this time has survived a collection");
      return;
    }
    TextTable table =
        new TextTable(
            terminal, NAME_WIDTH, "CLASS, ALLOCATED BY", "OPERATION", "ALIVE", "AGES", "OF TENTHS");
    for (LeakRanking.Row row : shown()) {
      table.row(
          row.type() + ", " + row.site(),
          TextTable.Cell.of(row.operation() == null ? "-" : row.operation()),
          TextTable.Cell.of(units.count(row.alive())),
          TextTable.Cell.of(ages(units, row)),
          TextTable.Cell.of(Integer.toString(row.parts())));
    }
    table.print();
    LeakRanking.Row first = shown().get(0);
    line("the first was allocated by");
    first.stack().stream().limit(STACK).forEach(method -> line("  " + method));
    if (!first.path().isEmpty()) {
      line("and is held by");
      first.path().forEach(holder -> line("  " + holder));
    }
  }

  private static String ages(Units units, LeakRanking.Row row) {
    return units.duration(row.youngestSeconds()) + " to " + units.duration(row.oldestSeconds());
  }

  private void line(String text) {
    terminal.out().println(text);
  }
}
