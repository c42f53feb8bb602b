package dev.gemba.agent.target;

/** A text is no method pattern; the message says what is wrong. */
public final class PatternException extends RuntimeException {

  public PatternException(String message) {
    super(message);
  }
}
