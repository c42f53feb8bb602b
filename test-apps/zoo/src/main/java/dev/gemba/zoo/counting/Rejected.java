package dev.gemba.zoo.counting;

/** An exception of the application's own. */
public final class Rejected extends Exception {

  private static final long serialVersionUID = 1L;

  Rejected(String message) {
    super(message);
  }
}
