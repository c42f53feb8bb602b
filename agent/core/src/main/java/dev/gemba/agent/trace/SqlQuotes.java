package dev.gemba.agent.trace;

/** Where what is quoted ends, for each way there is to quote. */
final class SqlQuotes {

  /** The answer where a quote is never closed. */
  static final int NONE = -1;

  private SqlQuotes() {}

  /**
   * Behind the string or name that begins with the quote at an index. The quote itself is written
   * twice inside, or behind a backslash where those escape.
   */
  static int end(String sql, int from, boolean backslashes) {
    char quote = sql.charAt(from);
    int at = from + 1;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\' && backslashes) {
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (SqlWords.charAt(sql, at + 1) == quote) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return NONE;
  }

  /**
   * Behind {@code $tag$…$tag$} (PostgreSQL); the index itself if no such string begins there. The
   * search is linear: a tag holds no dollar, so a place that is like the beginning of it is left
   * before the next such place.
   */
  static int endOfDollars(String sql, int from) {
    int tag = from + 1;
    while (tag < sql.length() && SqlWords.isNamePart(sql.charAt(tag))) {
      tag++;
    }
    if (SqlWords.charAt(sql, tag) != '$') {
      return from;
    }
    String delimiter = sql.substring(from, tag + 1);
    int close = sql.indexOf(delimiter, tag + 1);
    return close < 0 ? NONE : close + delimiter.length();
  }

  /** Behind Oracle's {@code q'[…]'}, from the quote on. Quotes inside are written as they are. */
  static int endOfAlternative(String sql, int from) {
    if (from + 1 == sql.length() || SqlWords.charAt(sql, from + 1) == '\'') {
      return end(sql, from, false);
    }
    char open = sql.charAt(from + 1);
    char close =
        switch (open) {
          case '[' -> ']';
          case '{' -> '}';
          case '(' -> ')';
          case '<' -> '>';
          default -> open;
        };
    for (int at = from + 2; at < sql.length(); at++) {
      if (sql.charAt(at) == close && SqlWords.charAt(sql, at + 1) == '\'') {
        return at + 2;
      }
    }
    return NONE;
  }

  /**
   * Behind a name in brackets (SQL Server). There is none where the brackets may be those of an
   * array, which holds values: what is in them has to begin with a letter, to have nothing but what
   * names are made of, and no two apostrophes, which would be a string.
   */
  static int endOfBrackets(String sql, int from) {
    int apostrophes = 0;
    int at = from + 1;
    if (at == sql.length() || !startsInBrackets(sql.charAt(at))) {
      return NONE;
    }
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == ']' && SqlWords.charAt(sql, at + 1) != ']') {
        return apostrophes > 0 && apostrophes % 2 == 0 ? NONE : at + 1;
      }
      if (!isInBrackets(c) || (c == '-' && SqlWords.charAt(sql, at + 1) == '-')) {
        return NONE;
      }
      apostrophes += c == '\'' ? 1 : 0;
      at += c == ']' ? 2 : 1;
    }
    return NONE;
  }

  private static boolean startsInBrackets(char c) {
    return c == '#' || c == '@' || (SqlWords.isNamePart(c) && !Character.isDigit(c));
  }

  private static boolean isInBrackets(char c) {
    return SqlWords.isNamePart(c) || " .-#$@&']".indexOf(c) >= 0;
  }
}
