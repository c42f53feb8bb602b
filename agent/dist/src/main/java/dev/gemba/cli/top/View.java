package dev.gemba.cli.top;

import java.util.List;
import java.util.Locale;

/**
 * What the user has chosen to see. Immutable; each key makes another one.
 *
 * @param filter what a name must contain, whatever the case; empty for all
 * @param typing whether keys go into the filter
 * @param frozen whether the table stands still
 * @param selected name of the selected operation; null for the first
 * @param help whether the keys are explained
 * @param message what came of the last command; empty if there is nothing to say
 * @param request what to ask the agent for; null for nothing
 * @param quit whether to end
 */
record View(
    Column sort,
    boolean reversed,
    String filter,
    boolean typing,
    boolean frozen,
    String selected,
    int window,
    boolean help,
    String message,
    Request request,
    boolean quit) {

  /** Lengths of the window in seconds; 0 is all since the start. */
  static final List<Integer> WINDOWS = List.of(2, 10, 60, 0);

  private static final List<String> LEVELS = List.of("count", "sampled", "timing", "span");
  private static final int PAGE = 10;

  /** A capture level that the user wants an operation to have. */
  record Request(String operation, String level) {}

  static View initial(Column sort, String filter, int window) {
    return new View(sort, false, filter, false, false, null, window, false, "", null, false);
  }

  /** The rows to show, in their order. */
  List<Frame.Row> rows(Frame frame) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    return frame.rows().stream()
        .filter(row -> row.operation().toLowerCase(Locale.ROOT).contains(wanted))
        .sorted(sort.order(reversed))
        .toList();
  }

  /** Which of the rows is selected; 0 if there are none. */
  int selectedIndex(List<Frame.Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).operation().equals(selected)) {
        return i;
      }
    }
    return 0;
  }

  /** What a key makes of it, while a frame is shown. */
  View after(Key key, Frame frame) {
    View calm = says("");
    if (help) {
      return calm.helping(false);
    }
    return typing ? calm.typed(key) : calm.pressed(key, rows(frame));
  }

  private View typed(Key key) {
    if (key.name() == Key.Name.ENTER) {
      return filtering(filter, false);
    }
    if (key.name() == Key.Name.ESCAPE) {
      return filtering("", false);
    }
    if (key.name() == Key.Name.BACKSPACE) {
      return filtering(filter.isEmpty() ? "" : filter.substring(0, filter.length() - 1), true);
    }
    boolean printable = key.name() == null && !Character.isISOControl(key.character());
    return printable ? filtering(filter + key.character(), true) : this;
  }

  private View pressed(Key key, List<Frame.Row> rows) {
    if (key.name() != null) {
      return switch (key.name()) {
        case UP -> moved(rows, -1);
        case DOWN -> moved(rows, 1);
        case PAGE_UP -> moved(rows, -PAGE);
        case PAGE_DOWN -> moved(rows, PAGE);
        case HOME -> moved(rows, -rows.size());
        case END -> moved(rows, rows.size());
        case ESCAPE -> filtering("", false);
        default -> this;
      };
    }
    return switch (key.character()) {
      case 'q', 3, 4 -> quitting();
      case 'k' -> moved(rows, -1);
      case 'j' -> moved(rows, 1);
      case 's', '>' -> sorting(sort.next(rows), false);
      case 'S', '<' -> sorting(sort.previous(rows), false);
      case 'r' -> sorting(sort, !reversed);
      case '/' -> filtering(filter, true);
      case ' ', 'f' -> freezing(!frozen);
      case 'w' -> looking(WINDOWS.get((WINDOWS.indexOf(window) + 1) % WINDOWS.size()));
      case '+' -> levelling(rows, 1);
      case '-' -> levelling(rows, -1);
      case '=' -> asking(rows, "config");
      case '?', 'h' -> helping(true);
      default -> this;
    };
  }

  private View levelling(List<Frame.Row> rows, int by) {
    if (rows.isEmpty()) {
      return this;
    }
    Frame.Row row = rows.get(selectedIndex(rows));
    int level = LEVELS.indexOf(row.level());
    if (level < 0) {
      return row.level().equals("mixed")
          ? asking(rows, by > 0 ? "span" : "count")
          : says(row.operation() + " has no level that could be changed");
    }
    int next = level + by;
    return next < 0 || next >= LEVELS.size()
        ? says(row.operation() + " is at " + row.level() + " already")
        : asking(rows, LEVELS.get(next));
  }

  private View moved(List<Frame.Row> rows, int by) {
    if (rows.isEmpty()) {
      return this;
    }
    int to = Math.max(0, Math.min(rows.size() - 1, selectedIndex(rows) + by));
    return new View(
        sort,
        reversed,
        filter,
        typing,
        frozen,
        rows.get(to).operation(),
        window,
        help,
        message,
        null,
        quit);
  }

  private View sorting(Column column, boolean backwards) {
    return new View(
        column, backwards, filter, typing, frozen, selected, window, help, message, null, quit);
  }

  private View filtering(String text, boolean still) {
    return new View(
        sort, reversed, text, still, frozen, selected, window, help, message, null, quit);
  }

  private View freezing(boolean on) {
    return new View(
        sort, reversed, filter, typing, on, selected, window, help, message, null, quit);
  }

  private View looking(int seconds) {
    return new View(
        sort, reversed, filter, typing, frozen, selected, seconds, help, message, null, quit);
  }

  private View helping(boolean on) {
    return new View(
        sort, reversed, filter, typing, frozen, selected, window, on, message, null, quit);
  }

  private View asking(List<Frame.Row> rows, String level) {
    if (rows.isEmpty()) {
      return this;
    }
    Request wanted = new Request(rows.get(selectedIndex(rows)).operation(), level);
    return new View(
        sort, reversed, filter, typing, frozen, selected, window, help, message, wanted, quit);
  }

  View says(String text) {
    return new View(
        sort, reversed, filter, typing, frozen, selected, window, help, text, null, quit);
  }

  private View quitting() {
    return new View(
        sort, reversed, filter, typing, frozen, selected, window, help, message, null, true);
  }
}
