package dev.gemba.bootstrap;

/**
 * Where a trace is carried on: what one thread hands to another along with a task. Immutable.
 *
 * <p>Of a trace that is not sampled the ids are as good as any: nothing is recorded under them, but
 * they can be told to others.
 */
final class TraceContext {

  private static final int DIGITS = 16;

  final long traceHigh;
  final long traceLow;

  /** The span whose children the next ones are. */
  final long spanId;

  final boolean sampled;

  TraceContext(long traceHigh, long traceLow, long spanId, boolean sampled) {
    this.traceHigh = traceHigh;
    this.traceLow = traceLow;
    this.spanId = spanId;
    this.sampled = sampled;
  }

  /** Whether it stands for that span; of a trace that is not sampled, spans have no ids. */
  boolean is(long high, long low, long span, boolean isSampled) {
    return sampled == isSampled
        && traceLow == low
        && traceHigh == high
        && (!sampled || spanId == span);
  }

  /**
   * The value of a header {@code traceparent}.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C, Trace Context</a>
   */
  String traceparent() {
    StringBuilder text = new StringBuilder(55).append("00-");
    append(text, traceHigh);
    append(text, traceLow);
    append(text.append('-'), spanId);
    return text.append(sampled ? "-01" : "-00").toString();
  }

  private static void append(StringBuilder text, long id) {
    String digits = Long.toHexString(id);
    text.append("0".repeat(DIGITS - digits.length())).append(digits);
  }
}
