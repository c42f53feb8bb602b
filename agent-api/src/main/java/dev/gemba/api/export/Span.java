package dev.gemba.api.export;

/**
 * One call of a woven method at capture level {@code span}. Ended, and of an in-process origin.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero (W3C Trace Context)
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param parentSpanId as {@code spanId}, perhaps of another process; empty for the root of a trace
 * @param name the operation
 * @param kind what the call is to the rest of the trace
 * @param startEpochNanos wall-clock start in nanoseconds since 1970-01-01T00:00Z; its distance to
 *     other spans of the process is exact, as all are read from one monotonic clock
 * @param endEpochNanos likewise, not before the start
 * @param attributes what the config captures, and {@code code.function.name}, {@code thread.id}
 * @param errorType class name of the exception that ended the call; null after a normal return
 * @param traceState as W3C's header of that name has it, empty if there is none: {@code ot=th:…}
 *     says how probable it was that the trace was kept at random (OpenTelemetry, consistent
 *     probability sampling); one that was kept for how it ended has none
 */
public record Span(
    String traceId,
    String spanId,
    String parentSpanId,
    String name,
    Kind kind,
    long startEpochNanos,
    long endEpochNanos,
    Attributes attributes,
    String errorType,
    String traceState) {

  /** A span of a trace without a state. */
  public Span(
      String traceId,
      String spanId,
      String parentSpanId,
      String name,
      Kind kind,
      long startEpochNanos,
      long endEpochNanos,
      Attributes attributes,
      String errorType) {
    this(
        traceId,
        spanId,
        parentSpanId,
        name,
        kind,
        startEpochNanos,
        endEpochNanos,
        attributes,
        errorType,
        "");
  }

  /** This one with other attributes. */
  public Span withAttributes(Attributes others) {
    return new Span(
        traceId,
        spanId,
        parentSpanId,
        name,
        kind,
        startEpochNanos,
        endEpochNanos,
        others,
        errorType,
        traceState);
  }

  /** What a call is to the rest of its trace, as in OpenTelemetry. */
  public enum Kind {
    /** Goes on within the process. */
    INTERNAL,
    /** Answers a request from another process. */
    SERVER,
    /** Asks another process, and waits for its answer. */
    CLIENT,
    /** Sends a message. */
    PRODUCER,
    /** Takes a message in. */
    CONSUMER
  }
}
