package dev.gemba.agent.trace;

/**
 * A path of a request with whatever looks like an id left out, so that there are few: a segment
 * that has a digit, or an encoded character, or is very long.
 */
final class PathTemplate {

  private static final int LONGEST_WORD = 32;
  private static final int MOST_SEGMENTS = 8;

  private PathTemplate() {}

  /**
   * The template of a path: {@code /boards/*} of {@code /boards/7f3a}.
   *
   * @param path as it came, without the query
   */
  static String of(String path) {
    StringBuilder template = new StringBuilder(path.length());
    int segments = 0;
    int at = 0;
    while (at < path.length()) {
      int end = path.indexOf('/', at + 1);
      end = end < 0 ? path.length() : end;
      if (segments++ == MOST_SEGMENTS) {
        return template.append("/**").toString();
      }
      int from = path.charAt(at) == '/' ? at + 1 : at;
      template.append('/');
      if (isWord(path, from, end)) {
        template.append(path, from, end);
      } else {
        template.append('*');
      }
      at = end;
    }
    return template.toString();
  }

  private static boolean isWord(String path, int from, int end) {
    if (end - from > LONGEST_WORD) {
      return false;
    }
    if (end - from == 2 && path.charAt(from) == 'v' && isDigit(path.charAt(from + 1))) {
      // The version of an interface.
      return true;
    }
    for (int i = from; i < end; i++) {
      char c = path.charAt(i);
      if (isDigit(c) || c == '%' || c == ';' || c == '@' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
