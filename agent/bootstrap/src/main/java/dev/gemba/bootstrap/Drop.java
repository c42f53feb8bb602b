package dev.gemba.bootstrap;

/** What could not be kept, by reason. Counted per recorder, exported as {@code gemba.dropped}. */
public final class Drop {

  /** A span found its thread's ring full: the collector was too slow for the thread. */
  public static final int SPAN_RING = 0;

  /**
   * A call was nested deeper than {@value SpanStack#MAX_DEPTH} spans; it was timed all the same.
   */
  public static final int SPAN_DEPTH = 1;

  /** An attribute had no room for one more value; the call counts under {@code other}. */
  public static final int ATTRIBUTE_VALUE = 2;

  /** Reading a dimension, measure or span attribute failed. */
  public static final int CAPTURE_FAILURE = 3;

  /** A measure was negative, not a number, or 2^47 and more. */
  public static final int MEASURE_VALUE = 4;

  /** So many tasks wait that one more could not carry its trace along. */
  public static final int HANDOFF = 5;

  /**
   * Too many spans of one trace waited on a thread until it was known whether it is kept; it is.
   */
  public static final int TRACE_CUT = 6;

  /** Too many spans waited on other threads than their trace's first, in all traces together. */
  public static final int HELD_SPANS = 7;

  private static final String[] NAMES = {
    "span-ring-full",
    "span-depth",
    "attribute-values",
    "capture-failure",
    "measure-value",
    "handoffs-full",
    "trace-cut",
    "held-spans-full"
  };

  /** Number of reasons. */
  public static final int REASONS = NAMES.length;

  private Drop() {}

  /** The reason as it is exported. */
  public static String name(int reason) {
    return NAMES[reason];
  }
}
