package dev.gemba.cli;

import dev.gemba.cli.profile.HotMethods;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to say about a profile, for people and for programs.
 *
 * @param head what the agent said about it
 */
record ProfileText(Terminal terminal, long pid, Map<String, Object> head) {

  private static final int SHOWN = 20;
  private static final int NAME_WIDTH = 90;

  private String event() {
    return String.valueOf(head.get("event"));
  }

  /** In one line. */
  String title() {
    Object operation = head.get("operation");
    return "%s%s, process %d, %s s, %s"
        .formatted(
            event(),
            operation == null ? "" : " of " + operation,
            pid,
            Units.of(terminal).number(JvmCommand.numberAt(head, "seconds")),
            head.get("engine"));
  }

  /**
   * As an object.
   *
   * @param output the file that it was written to; null if none
   */
  Map<String, Object> json(HotMethods methods, Path output) {
    Map<String, Object> told = new LinkedHashMap<>(head);
    told.put("samples", methods.samples());
    told.put("total", methods.total());
    told.put("unit", unit());
    List<Map<String, Object>> hottest = new ArrayList<>();
    for (HotMethods.Method method : methods.hottest(SHOWN)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("method", method.name());
      row.put("self", method.self());
      row.put("total", method.whole());
      hottest.add(row);
    }
    told.put("hottest", hottest);
    if (output != null) {
      told.put("file", output.toAbsolutePath().toString());
    }
    return told;
  }

  /** In UCUM. */
  private String unit() {
    return switch (event()) {
      case "alloc" -> "By";
      case "lock" -> "ns";
      default -> "1";
    };
  }

  /**
   * As lines.
   *
   * @param output the file that it was written to; null if none
   */
  void print(HotMethods methods, Path output) {
    Units units = Units.of(terminal);
    if (head.get("problems") instanceof List<?> problems) {
      problems.forEach(problem -> terminal.err().println("gemba profile: " + problem));
    }
    String samples = units.count(methods.samples()) + " samples";
    terminal.out().println(title() + ": " + samples + sum(units, methods));
    if (methods.samples() > 0) {
      TextTable table = new TextTable(terminal, NAME_WIDTH, "METHOD", "SELF", "TOTAL");
      for (HotMethods.Method method : methods.hottest(SHOWN)) {
        table.row(
            method.name(),
            share(units, method.self(), methods),
            share(units, method.whole(), methods));
      }
      table.print();
    }
    if (output != null) {
      terminal.out().println("written to " + output);
    }
  }

  private String sum(Units units, HotMethods methods) {
    return switch (event()) {
      case "alloc" -> ", " + units.count(methods.total()) + " bytes";
      case "lock" -> ", " + units.duration(methods.total() / 1e9) + " of waiting";
      default -> "";
    };
  }

  private static TextTable.Cell share(Units units, long part, HotMethods methods) {
    return TextTable.Cell.of(units.percent((double) part / methods.total()));
  }
}
