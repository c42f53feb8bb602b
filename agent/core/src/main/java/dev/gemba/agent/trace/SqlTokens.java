package dev.gemba.agent.trace;

import java.util.Locale;

/**
 * The tokens of one SQL text, one after another: a cursor that only goes forward, for one thread.
 * Whitespace and comments are no tokens; a token only knows whether any were in front of it.
 *
 * <p>Where databases read the same characters in different ways, this takes the way that shows
 * less: a word that begins with a digit is a number, and what is quoted without an end is a value.
 * What a token is depends on the text behind it and on the tokens before it, never on what values
 * were: so a text in which {@code ?} stands for them is read in the same way again.
 */
final class SqlTokens {

  /** What a token is to those who read it. */
  enum Kind {
    /** A keyword or a name without quotes. */
    WORD,
    /** A name in quotes, which are part of the token. */
    QUOTED,
    /** A value. */
    LITERAL,
    /** Where a value comes in: {@code ?}, {@code $1}, {@code :name}, {@code @p1}. */
    PLACEHOLDER,
    /** Any other character, or the two of {@code ::}. */
    SYMBOL
  }

  /** No keyword of any database is longer. */
  private static final int LONGEST_KEYWORD = 32;

  /** PostgreSQL counts its parameters with 16 bits. */
  private static final int DIGITS_OF_PARAMETER = 5;

  private final String sql;
  private final boolean mysql;
  private Kind kind;
  private int start;
  private int end;
  private boolean spaced;

  /** Whether the token stands directly behind an operand: a name, a value or a closing bracket. */
  private boolean touching;

  private boolean afterArray;
  private int openArrays;

  SqlTokens(String sql, boolean mysql) {
    this.sql = sql;
    this.mysql = mysql;
  }

  /** Moves to the next token; false if there is none. */
  boolean next() {
    boolean afterOperand = kind != null && (kind != Kind.SYMBOL || is(')') || is(']'));
    afterArray = is("ARRAY");
    start = SqlGaps.end(sql, end, mysql);
    spaced = start > end;
    touching = afterOperand && !spaced;
    if (start == sql.length()) {
      return false;
    }
    read(sql.charAt(start));
    return true;
  }

  Kind kind() {
    return kind;
  }

  int length() {
    return end - start;
  }

  /** Whether whitespace or a comment is in front of the token. */
  boolean spaced() {
    return spaced;
  }

  boolean is(char symbol) {
    return kind == Kind.SYMBOL && end - start == 1 && sql.charAt(start) == symbol;
  }

  /** Whether the token is a word, in whatever case. */
  boolean is(String word) {
    return kind == Kind.WORD
        && end - start == word.length()
        && sql.regionMatches(true, start, word, 0, word.length());
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /** The word in upper case if it can be a keyword, else an empty text. */
  String keyword() {
    return kind == Kind.WORD && end - start <= LONGEST_KEYWORD
        ? sql.substring(start, end).toUpperCase(Locale.ROOT)
        : "";
  }

  /** Appends the token as it is written. */
  void appendTo(StringBuilder out) {
    out.append(sql, start, end);
  }

  /** Appends a name without its quotes. */
  void appendNameTo(StringBuilder out) {
    int quote = kind == Kind.QUOTED ? 1 : 0;
    out.append(sql, start + quote, end - quote);
  }

  private void read(char c) {
    switch (c) {
      case '\'' -> literal(SqlQuotes.end(sql, start, mysql));
      case '"' -> doubleQuoted();
      case '`' -> quoted(SqlQuotes.end(sql, start, false));
      case '[' -> openBracket();
      case ']' -> closeBracket();
      case '?' -> take(Kind.PLACEHOLDER, SqlWords.endOfDigits(sql, start + 1));
      case '$' -> dollar();
      case ':' -> colon();
      case '@' -> at();
      default -> other();
    }
  }

  private void doubleQuoted() {
    if (mysql) {
      literal(SqlQuotes.end(sql, start, true));
    } else {
      quoted(SqlQuotes.end(sql, start, false));
    }
  }

  private void openBracket() {
    boolean array = touching || afterArray || openArrays > 0;
    int behind = array ? SqlQuotes.NONE : SqlQuotes.endOfBrackets(sql, start);
    if (behind == SqlQuotes.NONE) {
      openArrays++;
      take(Kind.SYMBOL, start + 1);
    } else {
      take(Kind.QUOTED, behind);
    }
  }

  private void closeBracket() {
    openArrays = Math.max(0, openArrays - 1);
    take(Kind.SYMBOL, start + 1);
  }

  /** {@code $1}, {@code $5.00} (money in SQL Server), {@code $tag$…$tag$}, or part of a name. */
  private void dollar() {
    if (SqlWords.isDigit(SqlWords.charAt(sql, start + 1))) {
      int behind = SqlWords.endOfDigits(sql, start + 1);
      if (behind > start + 1 + DIGITS_OF_PARAMETER || SqlWords.isNumber(sql, behind)) {
        literal(SqlWords.endOfNumber(sql, start + 1));
      } else {
        take(Kind.PLACEHOLDER, behind);
      }
      return;
    }
    int behind = SqlQuotes.endOfDollars(sql, start);
    if (behind != start) {
      literal(behind);
    } else {
      behind = SqlWords.end(sql, start + 1, mysql);
      take(behind == start + 1 ? Kind.SYMBOL : Kind.WORD, behind);
    }
  }

  private void colon() {
    int next = start + 1;
    if (SqlWords.charAt(sql, next) == ':') {
      take(Kind.SYMBOL, next + 1);
    } else if (!touching && SqlWords.isStart(sql, next, mysql)) {
      take(Kind.PLACEHOLDER, SqlWords.end(sql, next, mysql));
    } else if (!touching && openArrays == 0 && SqlWords.isDigit(SqlWords.charAt(sql, next))) {
      take(Kind.PLACEHOLDER, SqlWords.endOfDigits(sql, next));
    } else {
      take(Kind.SYMBOL, next);
    }
  }

  private void at() {
    int word = SqlWords.charAt(sql, start + 1) == '@' ? start + 2 : start + 1;
    if (!touching && SqlWords.isStart(sql, word, mysql)) {
      take(Kind.PLACEHOLDER, SqlWords.end(sql, word, mysql));
    } else {
      take(Kind.SYMBOL, start + 1);
    }
  }

  private void other() {
    if (SqlWords.isNumber(sql, start)) {
      literal(SqlWords.endOfNumber(sql, start));
    } else if (SqlWords.isStart(sql, start, mysql)) {
      word();
    } else {
      take(Kind.SYMBOL, start + 1);
    }
  }

  /** A word, or the string that it is the prefix of. */
  private void word() {
    take(Kind.WORD, SqlWords.end(sql, start, mysql));
    if (SqlWords.charAt(sql, end) != '\'') {
      return;
    }
    if (is("E")) {
      literal(SqlQuotes.end(sql, end, true));
    } else if (is("Q") || is("NQ")) {
      literal(SqlQuotes.endOfAlternative(sql, end));
    } else if (is("N") || is("B") || is("X")) {
      literal(SqlQuotes.end(sql, end, mysql));
    }
  }

  private void literal(int behind) {
    take(Kind.LITERAL, behind == SqlQuotes.NONE ? sql.length() : behind);
  }

  private void quoted(int behind) {
    if (behind == SqlQuotes.NONE) {
      literal(behind);
    } else {
      take(Kind.QUOTED, behind);
    }
  }

  private void take(Kind found, int behind) {
    kind = found;
    end = behind;
  }
}
