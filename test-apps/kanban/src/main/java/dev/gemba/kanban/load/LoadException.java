package dev.gemba.kanban.load;

/** There is no load to drive; the message says why. */
public final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoadException(String message) {
    super(message);
  }
}
