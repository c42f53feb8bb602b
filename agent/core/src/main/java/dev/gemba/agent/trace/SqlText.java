package dev.gemba.agent.trace;

import dev.gemba.agent.trace.SqlTokens.Kind;

/**
 * Writes down what a span may show of a statement: its tokens, a {@code ?} for each value, and one
 * blank where there was whitespace or a comment.
 */
final class SqlText {

  /** The longest text, in characters. */
  static final int LIMIT = 2_048;

  private static final String CUT = "…";

  /** So much is looked at, that the second row of an INSERT is seen to be as the first one. */
  private static final int ROOM = 2 * LIMIT;

  private final StringBuilder out = new StringBuilder();
  private final SqlLists lists = new SqlLists(out);

  /** The end of the last token that leaves room for what tells of a cut. */
  private int cut;

  private boolean full;

  void write(SqlTokens token) {
    if (full) {
      return;
    }
    lists.before(token);
    boolean blank = out.length() > 0 && (token.spaced() || isSecondDash(token));
    int length = token.kind() == Kind.LITERAL ? 1 : token.length();
    full = out.length() + (blank ? 1 : 0) + length > ROOM;
    if (!full) {
      append(token, blank);
      lists.after(token);
    }
    cut = out.length() < LIMIT ? out.length() : Math.min(cut, out.length());
  }

  /** Whether the text does not change any more. */
  boolean isFull() {
    return full;
  }

  @Override
  public String toString() {
    return full || out.length() > LIMIT ? out.substring(0, cut) + CUT : out.toString();
  }

  private void append(SqlTokens token, boolean blank) {
    if (blank) {
      out.append(' ');
    }
    if (token.kind() == Kind.LITERAL) {
      out.append('?');
    } else {
      token.appendTo(out);
    }
  }

  /** Two minus signs in MySQL, which would be a comment where a blank comes to be behind them. */
  private boolean isSecondDash(SqlTokens token) {
    return token.is('-') && out.charAt(out.length() - 1) == '-';
  }
}
