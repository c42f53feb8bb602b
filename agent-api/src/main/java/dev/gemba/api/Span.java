package dev.gemba.api;

import java.util.Arrays;

/** A span under way; see {@link Gemba#span}. For the thread that began it. */
public final class Span implements AutoCloseable {

  private static final Object[] NONE = {};
  private static final int LONGEST_TEXT = 256;

  private final String operation;
  private final long token;

  // Names and values by turns.
  private Object[] attributes = NONE;
  private Throwable thrown;
  private boolean closed;

  Span(String operation, long token) {
    this.operation = operation;
    this.token = token;
  }

  /** Name of the operation. */
  public String operation() {
    return operation;
  }

  /** Sets an attribute; the last value of a name counts. Texts are cut at 256 characters. */
  public Span attribute(String name, String value) {
    boolean isLong = value != null && value.length() > LONGEST_TEXT;
    return set(name, isLong ? value.substring(0, LONGEST_TEXT) : value);
  }

  /** Sets an attribute; the last value of a name counts. */
  public Span attribute(String name, long value) {
    return token == 0 ? this : set(name, value);
  }

  /** Sets an attribute; the last value of a name counts. */
  public Span attribute(String name, double value) {
    return token == 0 ? this : set(name, value);
  }

  /** Sets an attribute; the last value of a name counts. */
  public Span attribute(String name, boolean value) {
    return token == 0 ? this : set(name, value);
  }

  /** Marks the span as failed. */
  public Span error(Throwable error) {
    thrown = error;
    return this;
  }

  /** Ends the span; a second time does nothing. */
  @Override
  public void close() {
    if (token != 0 && !closed) {
      closed = true;
      Hooks.end(operation, token, attributes, thrown);
    }
  }

  private Span set(String name, Object value) {
    if (token != 0) {
      attributes = Arrays.copyOf(attributes, attributes.length + 2);
      attributes[attributes.length - 2] = name;
      attributes[attributes.length - 1] = value;
    }
    return this;
  }
}
