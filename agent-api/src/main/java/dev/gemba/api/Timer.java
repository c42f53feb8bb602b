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

  // Written by whoever is first, always with the same value.
  private int handle;

  Timer(String operation) {
    this.operation = operation;
  }

  /** Name of the operation. */
  public String operation() {
    return operation;
  }

  /** Begins a stretch; what it returns means nothing but to {@link #stop}. */
  public long start() {
    int known = handle;
    if (known == 0) {
      known = Hooks.timer(operation);
      handle = known;
    }
    return Hooks.start(known);
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
  public void stop(long started, Throwable thrown) {
    Hooks.stop(handle, started, thrown);
  }
}
