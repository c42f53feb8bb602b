package dev.gemba.agent.trace;

/**
 * Takes out of a text, while it is written, what lists repeat: {@code IN (?, ?, ?)} is {@code IN
 * (?)}, and {@code VALUES (?, ?), (?, ?)} is {@code VALUES (?, ?)}. Else there were a text for each
 * length of a list, and long lists would leave no room for what comes behind them.
 *
 * <p>An item that differs from the one in front of it in its values alone goes. It is compared as
 * soon as it ends, in what was written, so that what is written never grows with the list.
 */
final class SqlLists {

  /** A list that has not ended. */
  private static final class Open {
    final Open outer;

    /** How many parentheses are open between its items. */
    final int depth;

    /** Whether its items are in parentheses each, as behind VALUES. */
    final boolean groups;

    int itemStart;
    int lastStart;
    int lastEnd = -1;

    Open(Open outer, int depth, boolean groups) {
      this.outer = outer;
      this.depth = depth;
      this.groups = groups;
    }
  }

  private final StringBuilder out;
  private Open list;
  private int depth;
  private boolean afterIn;

  SqlLists(StringBuilder out) {
    this.out = out;
  }

  /** Has to be told of each token before it is written. */
  void before(SqlTokens token) {
    if (isAtItems(true) && !token.is('(') && !token.is(',') && !token.is("ROW")) {
      list = list.outer;
    }
    if (!isAtItems(false)) {
      return;
    }
    if (token.is(',')) {
      endItem();
    } else if (token.is(')')) {
      endItem();
      list = list.outer;
    } else if (out.length() == list.itemStart && (token.is("SELECT") || token.is("WITH"))) {
      list = list.outer;
    }
  }

  /** Has to be told of each token once it is written. */
  void after(SqlTokens token) {
    if (token.is('(')) {
      if (isAtItems(true)) {
        list.itemStart = out.length() - 1;
      }
      depth++;
      if (afterIn) {
        open(false);
      }
    } else if (token.is(')')) {
      depth = Math.max(0, depth - 1);
      if (isAtItems(true)) {
        endItem();
      }
    } else if (token.is(',') && isAtItems(false)) {
      list.itemStart = out.length();
    } else if (token.is("VALUES")) {
      open(true);
    }
    afterIn = token.is("IN");
  }

  private boolean isAtItems(boolean groups) {
    return list != null && list.groups == groups && list.depth == depth;
  }

  private void open(boolean groups) {
    list = new Open(list, depth, groups);
    list.itemStart = out.length();
  }

  private void endItem() {
    int start = list.itemStart;
    if (start < out.length() && out.charAt(start) == ' ') {
      start++;
    }
    if (list.lastEnd >= 0 && isLikeLast(start)) {
      out.setLength(list.lastEnd);
    } else {
      list.lastStart = start;
      list.lastEnd = out.length();
    }
  }

  private boolean isLikeLast(int start) {
    int last = list.lastStart;
    int item = start;
    while (last < list.lastEnd && item < out.length()) {
      int lastValue = endOfValue(last, list.lastEnd);
      int itemValue = endOfValue(item, out.length());
      if (lastValue > last && itemValue > item) {
        last = lastValue;
        item = itemValue;
      } else if (out.charAt(last++) != out.charAt(item++)) {
        return false;
      }
    }
    return last == list.lastEnd && item == out.length();
  }

  /** Behind the placeholder at an index, with its sign; the index itself if there is none. */
  private int endOfValue(int from, int limit) {
    char before = out.charAt(from - 1);
    if (before != ' ' && before != ',' && before != '(') {
      return from;
    }
    int at = from;
    char c = out.charAt(at);
    if ((c == '-' || c == '+') && at + 1 < limit) {
      at++;
      c = out.charAt(at);
    }
    if (c != '?' && c != '$' && c != ':' && c != '@') {
      return from;
    }
    at++;
    while (at < limit && SqlWords.isNamePart(out.charAt(at))) {
      at++;
    }
    return at;
  }
}
