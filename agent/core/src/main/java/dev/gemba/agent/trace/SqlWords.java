package dev.gemba.agent.trace;

/** Where words and numbers begin and end. */
final class SqlWords {

  private SqlWords() {}

  /** The character at an index; behind the text's end one that is part of nothing. */
  static char charAt(String sql, int at) {
    return at < sql.length() ? sql.charAt(at) : 0;
  }

  /** Characters outside of the basic plane count as letters: half of one would be none. */
  static boolean isNamePart(char c) {
    return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  /** A hash begins a comment in MySQL, and names of temporary tables in SQL Server. */
  static boolean isStart(String sql, int at, boolean mysql) {
    char c = charAt(sql, at);
    if (c == '#' && !mysql) {
      c = charAt(sql, charAt(sql, at + 1) == '#' ? at + 2 : at + 1);
    }
    return isNamePart(c) && !Character.isDigit(c);
  }

  /** Behind a word; dollars (Oracle) and hashes are part of it, though they do not begin it. */
  static int end(String sql, int from, boolean mysql) {
    int at = from;
    while (isPart(charAt(sql, at), mysql)) {
      at++;
    }
    return at;
  }

  private static boolean isPart(char c, boolean mysql) {
    return isNamePart(c) || c == '$' || (c == '#' && !mysql);
  }

  static boolean isNumber(String sql, int at) {
    char c = charAt(sql, at);
    return Character.isDigit(c) || (c == '.' && Character.isDigit(charAt(sql, at + 1)));
  }

  /** Behind all that can be part of a number: {@code 0x1F}, {@code 1.5e-3}, {@code 2f}. */
  static int endOfNumber(String sql, int from) {
    boolean hex = charAt(sql, from) == '0' && (charAt(sql, from + 1) | ' ') == 'x';
    int at = from + 1;
    char c = charAt(sql, at);
    while (isNamePart(c) || c == '.' || (!hex && isSignOfExponent(sql, at))) {
      at++;
      c = charAt(sql, at);
    }
    return at;
  }

  private static boolean isSignOfExponent(String sql, int at) {
    char c = charAt(sql, at);
    return (c == '-' || c == '+')
        && (charAt(sql, at - 1) | ' ') == 'e'
        && isDigit(charAt(sql, at + 1));
  }

  static int endOfDigits(String sql, int from) {
    int at = from;
    while (isDigit(charAt(sql, at))) {
      at++;
    }
    return at;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
