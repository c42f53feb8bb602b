package dev.gemba.api;

/**
 * Times stretches of code under an operation. Safe for use by all threads.
 *
 * <pre>{@code
 * long started = IMPORT.start();
 * try {
 *   …
 * } finally {
 *   IMPORT.stop(started);
 * }
 * }</pre>
 */
public final class Timer {

  private final String operation;

  Timer(String operation) {
    this.operation = operation;
  }

  /** Name of the operation. */
  public String operation() {
    return operation;
  }

  /** Begins a stretch; what it returns means nothing but to {@link #stop}. */
  public long start() {
    return 0;
  }

  /** Ends a stretch that was begun on any thread. */
  public void stop(long started) {
    stop(started, null);
  }

  /**
   * Ends a stretch that was begun on any thread.
   *
   * @param thrown what it failed with; null if it did not
   */
  public void stop(long started, Throwable thrown) {}
}
