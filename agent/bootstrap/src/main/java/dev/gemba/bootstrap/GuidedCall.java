package dev.gemba.bootstrap;

import java.util.Arrays;
import jdk.internal.vm.annotation.DontInline;

/**
 * A call under way that a {@link Guide} sees to. Held by the woven frame, behind the arguments, and
 * used by the thread of the call alone.
 */
final class GuidedCall {

  private static final String ALLOC_SIZE = "gemba.alloc.size";

  /** Says that the size is no estimate. */
  private static final String ALLOC_COUNTED = "gemba.alloc.counted";

  private final Probe probe;
  private final Guide guide;
  private final SpanStack stack;
  private final long entered;

  /** What the thread had allocated when the call began; -1 if that is not asked or not known. */
  private long allocatedBefore = -1;

  private GuidedCall(Probe probe, Guide guide, SpanStack stack, long entered) {
    this.probe = probe;
    this.guide = guide;
    this.stack = stack;
    this.entered = entered;
  }

  /**
   * Begins a call, and leaves itself behind the arguments if there is anything to end.
   *
   * @return the token for the end
   */
  static long begin(Probe probe, Guide guide, Object self, Object[] arguments) {
    Recorder recorder = Recorder.current();
    if (recorder.isCapturing()) {
      return Token.NONE;
    }
    if (guide.isPassing()) {
      pass(probe, guide, self, arguments);
      return Token.NONE;
    }
    if (recorder.stack().isGuided(guide.bit) || !isToBeRecorded(guide, self, arguments)) {
      return Token.NONE;
    }
    long entered = 0;
    boolean fromOutside = guide.kind == Guide.SERVER || guide.kind == Guide.CONSUMER;
    if (fromOutside) {
      entered = Stacks.enterApart(carriedIn(guide, self, arguments));
    }
    GuidedCall call = new GuidedCall(probe, guide, Recorder.current().stack(), entered);
    call.stack.guided(guide.bit, true);
    arguments[arguments.length - 1] = call;
    long token = Bridge.enter(probe.id);
    if (fromOutside) {
      call.allocatedBefore = guide.allocatedBytes();
    } else if (guide.kind == Guide.CLIENT || guide.kind == Guide.PRODUCER) {
      carryOut(guide, self, arguments, Stacks.contextNow());
    }
    return token;
  }

  /** A call that is not recorded hands its trace on, or runs in one that was handed to it. */
  private static void pass(Probe probe, Guide guide, Object self, Object[] arguments) {
    carryOut(guide, self, arguments, Stacks.contextNow());
    Object offered = task(guide, true, self, arguments);
    if (offered != null) {
      Handoffs.offerAside(offered);
    }
    Object run = task(guide, false, self, arguments);
    long entered = run == null ? 0 : Handoffs.begin(run);
    if (entered != 0) {
      arguments[arguments.length - 1] =
          new GuidedCall(probe, guide, Recorder.current().stack(), entered);
    }
  }

  /** The call that left itself behind the arguments; null if none did. */
  static GuidedCall of(Object[] arguments) {
    return arguments != null && arguments[arguments.length - 1] instanceof GuidedCall call
        ? call
        : null;
  }

  private static boolean isToBeRecorded(Guide guide, Object self, Object[] arguments) {
    long since = beginReading();
    try {
      return guide.isToBeRecorded(self, arguments);
    } catch (Throwable e) {
      // A library of another version: better twice than never.
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
      return true;
    } finally {
      endReading(since);
    }
  }

  private static Object task(Guide guide, boolean offered, Object self, Object[] arguments) {
    long since = beginReading();
    try {
      return offered ? guide.taskOffered(self, arguments) : guide.taskRun(self, arguments);
    } catch (Throwable e) {
      // A library of another version: the trace goes where the library's threads take it.
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
      return null;
    } finally {
      endReading(since);
    }
  }

  private static TraceContext carriedIn(Guide guide, Object self, Object[] arguments) {
    long since = beginReading();
    try {
      return guide.carriedIn(self, arguments);
    } catch (Throwable e) {
      // The request is answered all the same, and begins a trace.
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
      return null;
    } finally {
      endReading(since);
    }
  }

  private static void carryOut(Guide guide, Object self, Object[] arguments, TraceContext context) {
    if (context == null) {
      return;
    }
    long since = beginReading();
    try {
      guide.carryOut(self, arguments, context);
    } catch (Throwable e) {
      // The trace ends here, and the request is made all the same.
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
    } finally {
      endReading(since);
    }
  }

  /** From now on the application's code that runs on this thread does so for Gemba. */
  @DontInline
  static long beginReading() {
    Recorder recorder = Recorder.current();
    long since = recorder.isReadingToTime() ? System.nanoTime() : 0;
    recorder.capturing(true);
    return since;
  }

  @DontInline
  static void endReading(long since) {
    // Another one if a virtual thread has changed its carrier while values were read.
    Recorder recorder = Recorder.current();
    recorder.capturing(false);
    if (since != 0) {
      recorder.valuesRead(System.nanoTime() - since);
    }
  }

  /**
   * Ends it, or has it be ended later.
   *
   * @return what the method returns instead, if it may be exchanged
   */
  Object end(long token, Object self, Object[] arguments, Object returned, Throwable thrown) {
    try {
      if (token == Token.NONE) {
        return returned;
      }
      long allocated = allocated();
      if (Token.isTimed(token) && thrown == null && endsLater(self, arguments, returned)) {
        return endLater(token, self, arguments, returned);
      }
      record(token, self, arguments, returned, thrown, allocated);
      return returned;
    } finally {
      leave();
    }
  }

  /** Records it as over now, on the stack that it began on. */
  void record(long token, Object self, Object[] arguments, Object returned, Throwable thrown) {
    if (token != Token.NONE) {
      record(token, self, arguments, returned, thrown, allocated());
    }
  }

  private void record(
      long token,
      Object self,
      Object[] arguments,
      Object returned,
      Throwable thrown,
      long allocated) {
    long end = Token.isTimed(token) ? System.nanoTime() : 0;
    Values values = Values.of(probe, guide, self, arguments, returned, thrown);
    if (allocated >= 0) {
      values.series().allocated(allocated);
    }
    Recorder.current()
        .recordOutOfLine(
            probe,
            values.series(),
            token,
            end,
            values.errorType(),
            wantsAttributes(token, end, values)
                ? withAllocated(
                    allocated, Values.attributes(guide, self, arguments, returned, thrown))
                : null);
  }

  /** What the thread has allocated since the call began; -1 if that is not known. */
  private long allocated() {
    if (allocatedBefore < 0 || stack.threadId != Thread.currentThread().getId()) {
      return -1;
    }
    long now = guide.allocatedBytes();
    return now < 0 ? -1 : now - allocatedBefore;
  }

  private static Object[] withAllocated(long allocated, Object[] attributes) {
    if (allocated < 0) {
      return attributes;
    }
    int before = attributes == null ? 0 : attributes.length;
    Object[] all = attributes == null ? new Object[4] : Arrays.copyOf(attributes, before + 4);
    all[before] = ALLOC_SIZE;
    all[before + 1] = allocated;
    all[before + 2] = ALLOC_COUNTED;
    all[before + 3] = true;
    return all;
  }

  SpanStack stack() {
    return stack;
  }

  private boolean wantsAttributes(long token, long end, Values values) {
    return Token.level(token) == Probe.SPAN
        && stack.wants(probe, Token.nanosUntil(end, token), values.errorType() != null);
  }

  private boolean endsLater(Object self, Object[] arguments, Object returned) {
    long since = beginReading();
    try {
      return guide.endsLater(self, arguments, returned);
    } catch (Throwable e) {
      // A library of another version: the call is over when its method is.
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
      return false;
    } finally {
      endReading(since);
    }
  }

  private Object endLater(long token, Object self, Object[] arguments, Object returned) {
    boolean hasSpan = stack.pop(token) && stack.hasSpans();
    Later later = new Later(probe, guide, token, hasSpan ? stack : null, self, arguments);
    try {
      return guide.whenEnded(self, arguments, returned, later);
    } catch (Throwable e) {
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
      later.end(returned, null);
      return returned;
    }
  }

  /** The thread is at what it was at before. */
  void leave() {
    stack.guided(guide.bit, false);
    if (entered != 0) {
      Stacks.leave(entered);
    }
  }
}
