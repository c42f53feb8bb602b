package dev.gemba.kanban.store;

/** A file does not say what it must; the message says what is wrong with it. */
public final class MalformedDocument extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedDocument(String message) {
    super(message);
  }

  MalformedDocument(String message, Throwable cause) {
    super(message, cause);
  }
}
