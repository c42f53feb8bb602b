package dev.gemba.agent.target;

import java.io.Serial;

/**
 * A pattern that cannot be read. The message says what was found, at which column, and what is
 * accepted there, so that the configuration can print it as it stands.
 */
public final class PatternException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String pattern;
  private final int column;

  PatternException(String pattern, int column, String found, String accepted) {
    super("found " + found + " at column " + column + " of \"" + pattern + "\"; " + accepted);
    this.pattern = pattern;
    this.column = column;
  }

  /** The whole text that was to be read. */
  public String pattern() {
    return pattern;
  }

  /** Where in {@link #pattern()} the problem was found; the first character is column 1. */
  public int column() {
    return column;
  }
}
