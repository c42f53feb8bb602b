package dev.gemba.agent.trace;

/** What stands between tokens and means nothing: whitespace and comments. */
final class SqlGaps {

  private SqlGaps() {}

  /** Behind the whitespace and comments at an index; the index itself if there are none. */
  static int end(String sql, int from, boolean mysql) {
    int at = from;
    int next = endOfOne(sql, at, mysql);
    while (next > at) {
      at = next;
      next = endOfOne(sql, at, mysql);
    }
    return at;
  }

  private static int endOfOne(String sql, int at, boolean mysql) {
    if (at == sql.length()) {
      return at;
    }
    char c = sql.charAt(at);
    if (isSpace(c)) {
      return at + 1;
    }
    if (c == '#' && mysql) {
      return endOfLine(sql, at);
    }
    if (sql.startsWith("--", at) && (!mysql || isSpaceOrEnd(sql, at + 2))) {
      return endOfLine(sql, at);
    }
    if (sql.startsWith("/*", at)) {
      return endOfComment(sql, at, !mysql);
    }
    return at;
  }

  /** Control characters too: where they are not whitespace, they are nothing better. */
  private static boolean isSpace(char c) {
    return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** In MySQL {@code 5--1} is six: two dashes are a comment only if a space follows. */
  private static boolean isSpaceOrEnd(String sql, int at) {
    return at == sql.length() || sql.charAt(at) <= ' ';
  }

  private static int endOfLine(String sql, int from) {
    int at = from;
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  /** Comments within comments, as PostgreSQL, SQL Server and H2 have them and MySQL has not. */
  private static int endOfComment(String sql, int from, boolean nested) {
    int at = from + 2;
    int open = 1;
    while (at < sql.length() && open > 0) {
      if (sql.startsWith("*/", at)) {
        open--;
        at += 2;
      } else if (nested && sql.startsWith("/*", at)) {
        open++;
        at += 2;
      } else {
        at++;
      }
    }
    return at;
  }
}
