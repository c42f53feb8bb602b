package dev.gemba.cli.top;

import dev.gemba.cli.html.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Draws a frame: pure, from what there is and what is chosen to lines that fit. Columns that find
 * no room are left out, the least telling first.
 */
final class Screen {

  /** The overhead that Gemba stays under; above it, the header turns red. */
  private static final double BUDGET = 0.05;

  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle BOLD = PLAIN.bold();
  private static final AttributedStyle DIM = PLAIN.foreground(AttributedStyle.BRIGHT);
  private static final AttributedStyle RED = PLAIN.foreground(AttributedStyle.RED);
  private static final AttributedStyle GREEN = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle BAR = PLAIN.foreground(AttributedStyle.CYAN);

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
  private static final int BAR_WIDTH = 8;
  private static final int LEAST_NAME = 16;
  private static final int MOST_NAME = 60;
  private static final int HEADER_LINES = 2;

  private final Numbers numbers;
  private final boolean unicode;

  Screen(Numbers numbers, boolean unicode) {
    this.numbers = numbers;
    this.unicode = unicode;
  }

  /** One column as it is drawn. */
  private record Drawn(String title, int width, Column sort, Cell cell) {}

  @FunctionalInterface
  private interface Cell {
    AttributedString of(Frame.Row row);
  }

  /** From the one that goes first when there is no room. */
  private List<Drawn> optional() {
    return List.of(
        drawn("MAX", 9, Column.MAX, row -> time(row.max())),
        drawn("CALLS", 12, Column.CALLS, row -> text(numbers.count(row.callsSinceStart()))),
        drawn("P50", 9, Column.P50, row -> time(row.p50())),
        drawn("", BAR_WIDTH, null, this::bar),
        drawn("LOCK", 8, Column.LOCK, row -> text(numbers.percent(row.lock()))),
        drawn("LEVEL", 6, null, row -> text(row.level())),
        drawn("P99", 9, Column.P99, row -> time(row.p99())),
        drawn("ALLOC/S", 8, Column.ALLOC, row -> text(numbers.size(row.alloc()))),
        drawn("ERR", 7, Column.ERRORS, Screen.this::errors),
        drawn("P95", 9, Column.P95, row -> time(row.p95())),
        drawn("CPU", 8, Column.CPU, row -> text(numbers.percent(row.cpu()))),
        drawn("SHARE", 8, Column.SHARE, row -> text(numbers.percent(row.share()))),
        drawn("RATE/S", 9, Column.RATE, row -> text(numbers.number(row.rate()))));
  }

  /** From the left to the right. */
  private static final List<String> ORDER =
      List.of(
          "LEVEL", "RATE/S", "CALLS", "ERR", "SHARE", "", "CPU", "ALLOC/S", "LOCK", "P50", "P95",
          "P99", "MAX");

  /** What is left out as well where nothing was sampled. */
  private static final Set<String> SAMPLED = Set.of("CPU", "ALLOC/S", "LOCK");

  private static Drawn drawn(String title, int width, Column sort, Cell cell) {
    return new Drawn(title, width, sort, cell);
  }

  /** All lines, the header first; as many as the height allows, none wider than the width. */
  List<AttributedString> draw(Frame frame, View view, int width, int height) {
    List<AttributedString> lines = new ArrayList<>(header(frame, view));
    if (view.help()) {
      lines.addAll(help());
    } else {
      lines.addAll(table(frame, view, width, Math.max(1, height - HEADER_LINES - 1)));
    }
    while (lines.size() < height - 1) {
      lines.add(AttributedString.EMPTY);
    }
    List<AttributedString> fitting = new ArrayList<>();
    for (AttributedString line :
        lines.subList(0, Math.min(lines.size(), Math.max(0, height - 1)))) {
      fitting.add(line.columnSubSequence(0, width));
    }
    fitting.add(footer(view).columnSubSequence(0, width));
    return fitting;
  }

  /** The header and every row, for paper and pipes. */
  List<AttributedString> print(Frame frame, View view, int width) {
    List<AttributedString> lines = new ArrayList<>(header(frame, view));
    lines.addAll(table(frame, view, width, Integer.MAX_VALUE));
    return lines;
  }

  private List<AttributedString> header(Frame frame, View view) {
    AttributedStringBuilder first = new AttributedStringBuilder();
    first.append("gemba", BOLD).append(" ").append(clean(frame.service()), BOLD);
    first.append("  pid " + frame.pid() + "  up " + elapsed(frame.uptime()));
    first.append("  cpu " + cores(frame.processCores()) + "  gemba ");
    boolean within = !(frame.overhead() > BUDGET);
    first.append(
        numbers.percent(frame.overhead()),
        Double.isNaN(frame.overhead()) ? DIM : within ? GREEN : RED);
    AttributedStringBuilder second = new AttributedStringBuilder();
    second.append(view.window() == 0 ? "since start" : "last " + Math.round(frame.window()) + " s");
    second.append(", " + frame.rows().size() + " operations, sorted by " + view.sort());
    if (!view.filter().isEmpty() || view.typing()) {
      second.append("  filter: ").append(clean(view.filter()) + (view.typing() ? "_" : ""), YELLOW);
    }
    if (view.frozen()) {
      second.append("  FROZEN", YELLOW);
    }
    if (!frame.dropped().isEmpty()) {
      second.append(
          "  dropped "
              + frame.dropped().entrySet().stream()
                  .map(e -> clean(e.getKey()) + " " + numbers.count(e.getValue()))
                  .collect(Collectors.joining(", ")),
          RED);
    }
    return List.of(first.toAttributedString(), second.toAttributedString());
  }

  private List<AttributedString> table(Frame frame, View view, int width, int height) {
    List<Frame.Row> rows = view.rows(frame);
    int nameWidth =
        Math.min(
            MOST_NAME,
            Math.max(
                LEAST_NAME,
                rows.stream()
                    .mapToInt(row -> text(clean(row.operation())).columnLength())
                    .max()
                    .orElse(0)));
    List<Drawn> columns = columns(frame, width, nameWidth);
    int taken = columns.stream().mapToInt(column -> column.width + 1).sum();
    int name = Math.max(1, Math.min(nameWidth, width - taken));
    List<AttributedString> lines = new ArrayList<>();
    lines.add(titles(columns, name, view));
    int selected = view.selectedIndex(rows);
    int room = height - 1;
    int first = height == Integer.MAX_VALUE ? 0 : Math.max(0, selected - room + 1);
    for (int i = first; i < rows.size() && i - first < room; i++) {
      boolean marked = i == selected && height != Integer.MAX_VALUE;
      lines.add(line(rows.get(i), columns, name, marked));
    }
    if (rows.isEmpty()) {
      lines.add(
          text(
              frame.rows().isEmpty()
                  ? "no operation has been called yet; 'gemba targets PID' tells what is woven"
                  : "no operation is called so; Esc shows all"));
    }
    return lines;
  }

  private List<Drawn> columns(Frame frame, int width, int nameWidth) {
    List<Drawn> kept = new ArrayList<>(optional());
    kept.removeIf(column -> SAMPLED.contains(column.title) && !column.sort.isKnown(frame.rows()));
    int least = Math.min(nameWidth, Math.max(LEAST_NAME, Math.min(nameWidth, width / 3)));
    while (!kept.isEmpty() && kept.stream().mapToInt(c -> c.width + 1).sum() + least > width) {
      kept.remove(0);
    }
    return kept.stream()
        .sorted(java.util.Comparator.comparingInt(c -> ORDER.indexOf(c.title)))
        .toList();
  }

  private AttributedString titles(List<Drawn> columns, int name, View view) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(title("OPERATION", Column.OPERATION, view, name, false), BOLD);
    for (Drawn column : columns) {
      line.append(" ").append(title(column.title, column.sort, view, column.width, true), BOLD);
    }
    return line.toAttributedString();
  }

  private String title(String title, Column column, View view, int width, boolean right) {
    String marked =
        column == view.sort() && column != null
            ? title + (unicode ? (view.reversed() ? "▲" : "▼") : (view.reversed() ? "^" : "v"))
            : title;
    String space = " ".repeat(Math.max(0, width - marked.length()));
    return right ? space + marked : marked + space;
  }

  private AttributedString line(Frame.Row row, List<Drawn> columns, int name, boolean marked) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    AttributedStyle style = row.calls() == 0 ? DIM : PLAIN;
    line.append(new AttributedString(fitted(clean(row.operation()), name), style));
    for (Drawn column : columns) {
      AttributedString cell = column.cell.of(row);
      line.append(" ".repeat(Math.max(0, column.width - cell.columnLength()) + 1));
      line.append(row.calls() == 0 ? new AttributedString(cell.toString(), DIM) : cell);
    }
    if (!marked) {
      return line.toAttributedString();
    }
    return new AttributedString(line.toString(), PLAIN.inverse());
  }

  private AttributedString bar(Frame.Row row) {
    double share = Double.isNaN(row.share()) ? 0 : Math.min(1, row.share());
    int eighths = (int) Math.round(share * BAR_WIDTH * 8);
    StringBuilder bar = new StringBuilder();
    for (int i = 0; i < BAR_WIDTH; i++) {
      int filled = Math.max(0, Math.min(8, eighths - i * 8));
      bar.append(unicode ? EIGHTHS.charAt(filled) : filled >= 4 ? '#' : ' ');
    }
    return new AttributedString(bar, BAR);
  }

  private AttributedString errors(Frame.Row row) {
    return row.errors() == 0
        ? new AttributedString("0", DIM)
        : new AttributedString(numbers.count(row.errors()), RED);
  }

  private AttributedString time(double seconds) {
    return text(numbers.duration(seconds));
  }

  private static AttributedString text(String text) {
    return new AttributedString(text);
  }

  /** Cut in the middle, where names differ least, or filled up with spaces. */
  private String fitted(String name, int width) {
    AttributedString whole = text(name);
    int length = whole.columnLength();
    if (length <= width) {
      return name + " ".repeat(width - length);
    }
    String ellipsis = unicode ? "…" : "..";
    int kept = Math.max(0, width - ellipsis.length());
    AttributedString head = whole.columnSubSequence(0, kept / 2);
    AttributedString tail = whole.columnSubSequence(length - (kept - kept / 2), length);
    String cut = head + ellipsis + tail;
    return cut + " ".repeat(Math.max(0, width - text(cut).columnLength()));
  }

  /** Names are the application's: what would move the cursor must not reach the terminal. */
  private static String clean(String name) {
    StringBuilder clean = new StringBuilder();
    name.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private String cores(double cores) {
    return Double.isNaN(cores) ? "-" : numbers.percent(cores);
  }

  private static String elapsed(double seconds) {
    long s = Double.isNaN(seconds) ? 0 : (long) seconds;
    return s < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3_600, s % 3_600 / 60, s % 60);
  }

  private static List<AttributedString> help() {
    return List.of(
            "",
            "  up down j k PgUp PgDn   select an operation",
            "  s S                     sort by the next, the previous column",
            "  r                       the other way round",
            "  /                       show names that contain a text; Esc shows all",
            "  space                   freeze the table, and go on",
            "  + -                     raise, lower the capture level of the selected operation",
            "  =                       give its level back to the config",
            "  w                       look at the last 2 s, 10 s, 60 s, or all since the start",
            "  q                       quit",
            "",
            "  SHARE is time per second: 100 % is one thread inside all the time. RATE, ERR and",
            "  percentiles are of the window; CALLS and MAX since the start. CPU, ALLOC and LOCK",
            "  are estimates by samples, per second, with what is called: 100 % CPU is one core.",
            "  The agent's own share is green under 5 % of the process's CPU.")
        .stream()
        .map(AttributedString::new)
        .toList();
  }

  private static AttributedString footer(View view) {
    return view.message().isEmpty()
        ? new AttributedString("?:help  s:sort  /:filter  space:freeze  +-:level  q:quit", DIM)
        : new AttributedString(clean(view.message()), YELLOW);
  }
}
