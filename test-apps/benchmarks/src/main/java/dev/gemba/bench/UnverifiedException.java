package dev.gemba.bench;

/** A benchmark measured something that did not do what it was measured for. */
final class UnverifiedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnverifiedException(String message) {
    super(message);
  }
}
