package dev.gemba.agent.target;

/** A text is no method pattern; the message says what is wrong. */
public final class PatternException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PatternException(String pattern, int column, String found, String accepted) {
    super("found " + found + " at column " + column + " of \"" + pattern + "\"; " + accepted);
  }
}
