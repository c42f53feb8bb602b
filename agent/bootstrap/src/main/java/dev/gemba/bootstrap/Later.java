package dev.gemba.bootstrap;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call whose method has returned, and which is not over: an answer is awaited, by whatever
 * thread. Its span is no longer on any stack. Safe for use by all threads; the first end counts.
 */
public final class Later {

  private final Probe probe;
  private final Guide guide;
  private final long token;
  private final Object self;
  private final Object[] arguments;
  private final AtomicBoolean ended = new AtomicBoolean();

  private final boolean hasSpan;
  private final long traceHigh;
  private final long traceLow;
  private final String traceState;
  private final long spanId;
  private final long parentId;

  /** Negative, for {@link SpanRing.Reader#span}. */
  private final long threadId;

  /** Tells whether the trace is kept; null if it is, or this has no span. */
  private final Verdict verdict;

  /** Whether the trace is over with this, and is judged by it. */
  private final boolean isJudge;

  /**
   * @param popped off which the span was just taken; null if its trace is dropped
   */
  Later(Probe probe, Guide guide, long token, SpanStack popped, Object self, Object[] arguments) {
    this.probe = probe;
    this.guide = guide;
    this.token = token;
    this.self = self;
    this.arguments = arguments;
    hasSpan = popped != null;
    isJudge = hasSpan && !popped.isKept() && popped.endsTrace();
    verdict = hasSpan ? popped.leftOpen(Recorder.current()) : null;
    traceHigh = hasSpan ? popped.traceHigh() : 0;
    traceLow = hasSpan ? popped.traceLow() : 0;
    traceState = hasSpan ? popped.traceState() : null;
    spanId = hasSpan ? popped.poppedId() : 0;
    parentId = hasSpan ? popped.parentId() : 0;
    threadId = hasSpan ? -popped.threadId : 0;
  }

  /**
   * The call is over. Contains every failure.
   *
   * @param returned what came in the end
   * @param thrown what it failed with; null if it did not
   */
  public void end(Object returned, Throwable thrown) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      long end = System.nanoTime();
      long nanos = Token.nanosUntil(end, token);
      Values values = Values.of(probe, guide, self, arguments, returned, thrown);
      if (!Recorder.current().recordLater(values.series(), token, nanos) || !hasSpan) {
        drop();
        return;
      }
      long lost = judge(nanos, values.errorType());
      if (verdict == null || verdict.isKept() || verdict.isOpen()) {
        Object[] attributes = Values.attributes(guide, self, arguments, returned, thrown);
        offer(values, end - nanos, end, attributes, lost);
      }
    } catch (Throwable e) {
      drop();
      Bridge.failed(e, probe.id);
    }
  }

  private void drop() {
    if (isJudge) {
      verdict.drop();
    }
  }

  /** Decides about the trace if that is for this to do; returns how many spans were lost. */
  private long judge(long nanos, String errorType) {
    if (verdict == null || verdict.isKept()) {
      return 0;
    }
    if ((errorType != null && Sampler.keepsErrors(traceLow))
        || (isJudge && Sampler.keepsSlow(probe, nanos, traceLow))) {
      return SpanStack.movedTo(Recorder.current(), verdict.keep(), traceHigh, traceLow, traceState);
    }
    if (isJudge) {
      probe.beganTrace();
    }
    drop();
    return 0;
  }

  private void offer(Values values, long start, long end, Object[] attributes, long lost) {
    Recorder recorder = Recorder.current();
    if (verdict != null && verdict.isOpen()) {
      HeldSpans alone = HeldSpans.one(threadId);
      alone.add(
          spanId, parentId, start, end, probe, values.series(), values.errorType(), attributes);
      if (verdict.takes(alone, recorder)) {
        return;
      }
    }
    if (verdict == null || verdict.isKept()) {
      recorder
          .spans()
          .offer(
              recorder,
              traceHigh,
              traceLow,
              spanId,
              parentId,
              start,
              end,
              threadId,
              probe,
              values.series(),
              values.errorType(),
              attributes,
              traceState,
              lost);
    }
  }
}
