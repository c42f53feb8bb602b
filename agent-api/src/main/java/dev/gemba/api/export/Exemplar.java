package dev.gemba.api.export;

/**
 * One call that stands for others in a distribution, with the span that tells more of it.
 *
 * @param value of the call, in the unit of its metric
 * @param epochNanos when it ended, in nanoseconds since 1970-01-01T00:00Z
 * @param traceId see {@link Span}
 * @param spanId see {@link Span}
 */
public record Exemplar(double value, long epochNanos, String traceId, String spanId) {}
