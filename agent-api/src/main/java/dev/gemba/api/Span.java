package dev.gemba.api;

/** A span under way; see {@link Gemba#span}. For the thread that began it. */
public final class Span implements AutoCloseable {

  private final String operation;
  private final long token;

  Span(String operation, long token) {
    this.operation = operation;
    this.token = token;
  }

  /** Name of the operation. */
  public String operation() {
    return operation;
  }

  long token() {
    return token;
  }

  /** Sets an attribute; the last value of a name counts. Texts are cut at 256 characters. */
  public Span attribute(String name, String value) {
    return this;
  }

  /** Sets an attribute; the last value of a name counts. */
  public Span attribute(String name, long value) {
    return this;
  }

  /** Sets an attribute; the last value of a name counts. */
  public Span attribute(String name, double value) {
    return this;
  }

  /** Sets an attribute; the last value of a name counts. */
  public Span attribute(String name, boolean value) {
    return this;
  }

  /** Marks the span as failed. */
  public Span error(Throwable thrown) {
    return this;
  }

  @Override
  public void close() {}
}
