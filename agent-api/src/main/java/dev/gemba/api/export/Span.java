package dev.gemba.api.export;

/**
 * One call of a woven method at capture level {@code span}. Ended, and of an in-process origin.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero (W3C Trace Context)
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param parentSpanId as {@code spanId}; empty for the root of a trace
 * @param name the operation
 * @param startEpochNanos wall-clock start in nanoseconds since 1970-01-01T00:00Z; its distance to
 *     other spans of the process is exact, as all are read from one monotonic clock
 * @param endEpochNanos likewise, not before the start
 * @param attributes what the config captures, and {@code code.function.name}, {@code thread.id}
 * @param errorType class name of the exception that ended the call; null after a normal return
 */
public record Span(
    String traceId,
    String spanId,
    String parentSpanId,
    String name,
    long startEpochNanos,
    long endEpochNanos,
    Attributes attributes,
    String errorType) {}
