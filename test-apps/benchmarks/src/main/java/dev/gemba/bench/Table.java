package dev.gemba.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table with a title: cells as people read them, and beside each row its figures as programs do.
 * Used by one thread.
 */
final class Table {

  /** The figure of a row that says whether what was measured did what it was meant to. */
  static final String VERIFIED = "verified";

  private final String title;
  private final List<String> columns;
  private final List<Row> rows = new ArrayList<>();

  private record Row(List<String> cells, Map<String, Object> figures) {}

  Table(String title, String... columns) {
    this.title = title;
    this.columns = List.of(columns);
  }

  /** A row with as many cells as there are columns. */
  void row(Map<String, Object> figures, String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns);
    }
    rows.add(new Row(List.of(cells), figures));
  }

  /** How many rows are of something that did not record what it was meant to. */
  long unverified() {
    return rows.stream().filter(row -> Boolean.FALSE.equals(row.figures.get(VERIFIED))).count();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", title);
    json.put("columns", columns);
    json.put("rows", rows.stream().map(Table::json).toList());
    return json;
  }

  private static Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cells", row.cells);
    json.put("figures", row.figures);
    return json;
  }

  String text() {
    StringBuilder text = new StringBuilder(title).append('\n');
    line(text, columns);
    rows.forEach(row -> line(text, row.cells));
    return text.toString();
  }

  private void line(StringBuilder text, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String padding = " ".repeat(width(i) - cell.length());
      text.append("  ").append(i == 0 ? cell + padding : padding + cell);
    }
    text.append('\n');
  }

  private int width(int column) {
    return Math.max(
        columns.get(column).length(),
        rows.stream().mapToInt(row -> row.cells.get(column).length()).max().orElse(0));
  }
}
