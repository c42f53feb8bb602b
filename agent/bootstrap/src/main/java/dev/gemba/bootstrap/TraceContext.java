package dev.gemba.bootstrap;

/**
 * Where a trace is carried on: what one thread hands to another along with a task, or one process
 * to another along with a request. Immutable.
 *
 * <p>Of a trace that is dropped the ids are as good as any: nothing is recorded under them, but
 * they can be told to others.
 */
public final class TraceContext {

  private static final int DIGITS = 16;

  /** The upper half of the trace's id. */
  public final long traceHigh;

  /** The lower half of the trace's id. */
  public final long traceLow;

  /** The span whose children the next ones are. */
  public final long spanId;

  /** Whether it is known that the trace is kept. */
  public final boolean sampled;

  /** What else came along with the trace, and goes along with it; null if nothing did. */
  public final Luggage luggage;

  /** Tells how a trace is judged that is not sampled yet; null if it never will be, or is. */
  final Verdict verdict;

  TraceContext(long traceHigh, long traceLow, long spanId, boolean sampled) {
    this(traceHigh, traceLow, spanId, sampled, null);
  }

  /**
   * A trace that came from elsewhere.
   *
   * @param spanId not 0
   * @param luggage may be null
   */
  public TraceContext(
      long traceHigh, long traceLow, long spanId, boolean sampled, Luggage luggage) {
    this(traceHigh, traceLow, spanId, sampled, luggage, null);
  }

  TraceContext(
      long traceHigh,
      long traceLow,
      long spanId,
      boolean sampled,
      Luggage luggage,
      Verdict verdict) {
    this.traceHigh = traceHigh;
    this.traceLow = traceLow;
    this.spanId = spanId;
    this.sampled = sampled;
    this.luggage = luggage;
    this.verdict = verdict;
  }

  TraceContext with(Luggage more) {
    return more == null
        ? this
        : new TraceContext(traceHigh, traceLow, spanId, sampled, more, verdict);
  }

  /**
   * What others say of a trace, which is handed on as it came.
   *
   * @param tracestate value of the header of that name; null if there is none
   * @param baggage likewise
   */
  public record Luggage(String tracestate, String baggage) {}

  /** What the calling thread hands on now; null if no trace is under way. */
  public static TraceContext now() {
    return Stacks.contextNow();
  }

  /**
   * The span that the calling thread is in, to be told to others, as a log does; null if it is in
   * none that has an id. Hands nothing on: a trace that is held is not kept open for it.
   */
  public static TraceContext shownNow() {
    return Stacks.shownNow();
  }

  /** Whether its spans have ids, as it is kept or may be. */
  boolean hasSpans() {
    return sampled || verdict != null;
  }

  /** Whether it stands for that span; of a trace that is dropped, spans have no ids. */
  boolean is(long high, long low, long span, boolean withSpans) {
    return hasSpans() == withSpans
        && traceLow == low
        && traceHigh == high
        && (!withSpans || spanId == span);
  }

  /**
   * The value of a header {@code traceparent}.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C, Trace Context</a>
   */
  public String traceparent() {
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
