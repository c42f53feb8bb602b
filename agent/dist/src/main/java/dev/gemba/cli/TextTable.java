package dev.gemba.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns that line up: the first to the left, numbers to the right. Long names in the first column
 * are cut in the middle, where they differ least. For one thread.
 */
final class TextTable {

  /**
   * @param style an ANSI style, or null
   */
  record Cell(String text, String style) {
    static Cell of(String text) {
      return new Cell(text, null);
    }
  }

  private static final String GAP = "  ";

  private final Terminal terminal;
  private final int nameWidth;
  private final List<Cell> header;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * @param nameWidth most characters of a name that are shown
   */
  TextTable(Terminal terminal, int nameWidth, String... header) {
    this.terminal = terminal;
    this.nameWidth = nameWidth;
    this.header = List.of(header).stream().map(title -> new Cell(title, "bold")).toList();
  }

  void row(String name, Cell... numbers) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(cut(name)));
    row.addAll(List.of(numbers));
    rows.add(row);
  }

  private String cut(String name) {
    if (name.length() <= nameWidth) {
      return name;
    }
    String ellipsis = terminal.ellipsis();
    int kept = nameWidth - ellipsis.length();
    int head = kept / 2;
    return name.substring(0, head) + ellipsis + name.substring(name.length() - (kept - head));
  }

  void print() {
    int[] widths = new int[header.size()];
    measure(header, widths);
    rows.forEach(row -> measure(row, widths));
    print(header, widths);
    rows.forEach(row -> print(row, widths));
  }

  private static void measure(List<Cell> row, int[] widths) {
    for (int i = 0; i < row.size(); i++) {
      widths[i] = Math.max(widths[i], row.get(i).text().length());
    }
  }

  private void print(List<Cell> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      String space = " ".repeat(widths[i] - cell.text().length());
      String text = cell.style() == null ? cell.text() : terminal.styled(cell.style(), cell.text());
      line.append(i == 0 ? text + space : GAP + space + text);
    }
    terminal.out().println(line.toString().stripTrailing());
  }
}
