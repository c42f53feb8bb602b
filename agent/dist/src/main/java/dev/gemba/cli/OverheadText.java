package dev.gemba.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the agent costs by its model, and what its governor did, for people. For one thread. */
final class OverheadText {

  private static final int MOST_OPERATIONS = 10;
  private static final int MOST_STEPS = 20;
  private static final int NAME_WIDTH = 60;

  private final Terminal terminal;
  private final Units units;

  OverheadText(Terminal terminal) {
    this.terminal = terminal;
    this.units = Units.of(terminal);
  }

  void print(Map<String, Object> overhead) {
    if (overhead.get("stopped") != null) {
      line(terminal.styled("red", "STOPPED") + " itself: " + overhead.get("stopped"));
    }
    line(
        "overhead: "
            + percent(overhead, "ratio")
            + " of the process's CPU ("
            + percent(overhead, "low")
            + " to "
            + percent(overhead, "high")
            + "), over "
            + duration(overhead, "windowSeconds")
            + (overhead.get("budget") == null
                ? ", measured only"
                : ", of a budget of " + percent(overhead, "budget")));
    line("process:  " + duration(overhead, "processSeconds") + " of CPU");
    printCalls(overhead);
    line("threads:  " + duration(overhead, "threadsSeconds"));
    Map<String, Object> threads = JvmCommand.objectAt(overhead, "threads");
    threads.keySet().forEach(name -> line("  " + name + ": " + duration(threads, name)));
    line("garbage:  " + duration(overhead, "gcSeconds") + " for collecting that of these threads");
    line("samples:  " + duration(overhead, "samplesSeconds") + " of the threads that were sampled");
    printOperations(overhead);
    JvmCommand.objectAt(overhead, "pinned")
        .forEach((operation, level) -> line("pinned:   " + operation + " at " + level));
    printSteps(overhead);
  }

  private void printCalls(Map<String, Object> overhead) {
    line("calls:    " + duration(overhead, "callsSeconds") + ", by this model");
    Map<String, Object> calls = JvmCommand.objectAt(overhead, "calls");
    Map<String, Object> lowest = JvmCommand.objectAt(overhead, "nanosPerCall");
    Map<String, Object> highest = JvmCommand.objectAt(overhead, "nanosPerCallHighest");
    for (String level : calls.keySet()) {
      line(
          "  "
              + units.count(Math.round(JvmCommand.numberAt(calls, level)))
              + " at "
              + level
              + ", "
              + units.number(JvmCommand.numberAt(lowest, level))
              + " ns each (calibrated up to "
              + units.number(JvmCommand.numberAt(highest, level))
              + " ns)");
    }
    if (JvmCommand.numberAt(overhead, "coldSeconds") > 0) {
      line(
          "  waiting for memory, as caches do not hold so many probes: "
              + duration(overhead, "coldSeconds"));
    }
  }

  private void printOperations(Map<String, Object> overhead) {
    List<Map<String, Object>> operations = objects(overhead.get("operations"));
    if (operations.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable(terminal, NAME_WIDTH, "DEAREST OPERATIONS", "LEVEL", "CALLS/S", "OF CPU");
    for (Map<String, Object> one :
        operations.subList(0, Math.min(MOST_OPERATIONS, operations.size()))) {
      boolean pinned = Boolean.TRUE.equals(one.get("pinned"));
      table.row(
          String.valueOf(one.get("operation")),
          TextTable.Cell.of(one.get("level") + (pinned ? " (pinned)" : "")),
          TextTable.Cell.of(units.number(JvmCommand.numberAt(one, "callsPerSecond"))),
          TextTable.Cell.of(percent(one, "ratio")));
    }
    table.print();
  }

  private void printSteps(Map<String, Object> overhead) {
    List<Map<String, Object>> steps = objects(overhead.get("steps"));
    if (steps.isEmpty()) {
      line("governor: has changed nothing");
      return;
    }
    line("governor: " + Plural.of(steps.size(), "step", "steps") + ", the newest last");
    int hidden = Math.max(0, steps.size() - MOST_STEPS);
    if (hidden > 0) {
      line("  (" + hidden + " older ones, which --json shows)");
    }
    for (Map<String, Object> step : steps.subList(hidden, steps.size())) {
      line(
          "  "
              + step.get("at")
              + " "
              + step.get("operation")
              + ": "
              + step.get("from")
              + " -> "
              + step.get("to")
              + " ("
              + step.get("reason")
              + ")");
    }
  }

  private static List<Map<String, Object>> objects(Object list) {
    List<Map<String, Object>> objects = new ArrayList<>();
    if (list instanceof List<?> all) {
      all.forEach(one -> objects.add(JvmCommand.objectAt(Map.of("it", one), "it")));
    }
    return objects;
  }

  private String percent(Map<String, Object> object, String key) {
    return units.percent(JvmCommand.numberAt(object, key));
  }

  private String duration(Map<String, Object> object, String key) {
    return units.duration(JvmCommand.numberAt(object, key));
  }

  private void line(String text) {
    terminal.out().println(text);
  }
}
