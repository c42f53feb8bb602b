package dev.gemba.api;

/**
 * The way from an application to Gemba, where one exists. Safe for use by all threads; never throws
 * for reasons of its own; does nothing without the agent.
 *
 * <p>Names are those of operations and metrics as they stand in the config, such as {@code
 * kanban.board.load}. Use few and constant ones: each is a time series.
 */
public final class Gemba {

  private Gemba() {}

  /** Whether the agent is there now. */
  public static boolean isActive() {
    return Hooks.isActive();
  }

  /** A timer for stretches of code that are no method. Keep it in a static final field. */
  public static Timer timer(String operation) {
    return new Timer(operation);
  }

  /**
   * Begins a span on this thread, within the one that is under way; to be closed on this thread.
   *
   * <pre>{@code
   * try (Span span = Gemba.span("kanban.import")) {
   *   span.attribute("file.count", files.size());
   * }
   * }</pre>
   */
  public static Span span(String operation) {
    return new Span(operation, Hooks.begin(operation));
  }

  /**
   * Records a number, such as the size of an order, as a distribution.
   *
   * @param value not negative; any other is dropped and counted
   */
  public static void metric(String name, double value) {
    Hooks.metric(name, value);
  }

  /** Marks the innermost span of this thread as failed, although its method may return normally. */
  public static void error(Throwable thrown) {
    Hooks.error(thrown);
  }

  /**
   * The trace that this thread is at, as the value of a W3C header {@code traceparent}: for logs,
   * and to hand it to whatever Gemba does not know. Of a trace that is not kept the last digit is
   * 0, and its spans are nowhere.
   *
   * @return empty if no span is under way, or there is no agent
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C, Trace Context</a>
   */
  public static String traceparent() {
    return Hooks.traceparent();
  }

  /**
   * A number that the agent may change while the application runs, within bounds. Keep it in a
   * static final field. In this version the agent changes none.
   *
   * @throws IllegalArgumentException if the default lies outside the bounds
   */
  public static Tunable tunable(String name, long defaultValue, long min, long max) {
    return new Tunable(name, defaultValue, min, max);
  }
}
