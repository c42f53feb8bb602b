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

  final boolean sampled;
  final long traceHigh;
  final long traceLow;
  final long spanId;
  final long parentId;
  final long threadId;

  /**
   * @param popped off which the span was just taken; null if it is not kept
   */
  Later(Probe probe, Guide guide, long token, SpanStack popped, Object self, Object[] arguments) {
    this.probe = probe;
    this.guide = guide;
    this.token = token;
    this.self = self;
    this.arguments = arguments;
    sampled = popped != null;
    traceHigh = sampled ? popped.traceHigh() : 0;
    traceLow = sampled ? popped.traceLow() : 0;
    spanId = sampled ? popped.poppedId() : 0;
    parentId = sampled ? popped.parentId() : 0;
    threadId = sampled ? popped.threadId : 0;
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
      Values values = Values.of(probe, guide, sampled, self, arguments, returned, thrown);
      Recorder.current()
          .recordLater(
              probe, values.series(), token, end, values.errorType(), values.attributes(), this);
    } catch (Throwable e) {
      Bridge.failed(e, probe.id);
    }
  }
}
