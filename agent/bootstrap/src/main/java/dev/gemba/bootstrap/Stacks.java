package dev.gemba.bootstrap;

import jdk.internal.vm.annotation.DontInline;

/**
 * What threads are at. A thread has a stack of spans from when it first enters a method at capture
 * level {@code span}, or carries a trace on, until it is gone; and another on top of it while it
 * carries on something else meanwhile: a task amid another's, a request, what another tracer has
 * current. Each thread sees its own alone.
 */
final class Stacks {

  private static final ThreadLocal<SpanStack> CURRENT = new ThreadLocal<>();

  private Stacks() {}

  /** The calling thread's; made if it has none. */
  static SpanStack current() {
    SpanStack stack = CURRENT.get();
    return stack != null ? stack : create(Handoffs.take(Thread.currentThread()));
  }

  /** The calling thread's; null if it has none, and would have nothing to carry on. */
  private static SpanStack known() {
    SpanStack stack = held();
    if (stack != null) {
      return stack;
    }
    TraceContext inherited = Handoffs.take(Thread.currentThread());
    return inherited == null ? null : create(inherited);
  }

  /** The calling thread's; null if it has none. */
  private static SpanStack held() {
    SpanStack stack = Recorder.heldStack();
    return stack != null ? stack : CURRENT.get();
  }

  private static SpanStack create(TraceContext inherited) {
    SpanStack created = new SpanStack(null);
    created.base = inherited;
    CURRENT.set(created);
    return created;
  }

  /** What a task carries on that this thread hands over now; null if no trace is under way. */
  static TraceContext contextNow() {
    SpanStack stack = known();
    return stack == null ? null : fresh(stack).context();
  }

  /**
   * Has the calling thread carry on a trace, whatever it is at.
   *
   * @param context null to carry on none
   * @return for {@link #leave}; 0 if nothing had to be done
   */
  static long enter(TraceContext context) {
    SpanStack stack = known();
    if (stack == null) {
      if (context == null) {
        return 0;
      }
      stack = Recorder.current().stack();
    }
    stack = fresh(stack);
    return stack.isAt(context) ? 0 : carryOn(stack, context).level;
  }

  /** Has the thread begin anew, as for a request that comes from another process. */
  @DontInline
  static long enterApart(TraceContext context) {
    SpanStack stack = fresh(current());
    return stack.carriesOnAnothers(context) ? 0 : carryOn(stack, context).level;
  }

  /**
   * Carries on a trace on a stack where nothing else is.
   *
   * @param at the calling thread's
   */
  private static SpanStack carryOn(SpanStack at, TraceContext context) {
    SpanStack stack = at.isIdle() ? at : onTopOf(at);
    stack.base = context;
    return stack;
  }

  private static SpanStack onTopOf(SpanStack stack) {
    if (stack.above == null) {
      stack.above = new SpanStack(stack);
    }
    makeCurrent(stack.above);
    return stack.above;
  }

  static void makeCurrent(SpanStack stack) {
    CURRENT.set(stack);
    Recorder.hold(stack);
  }

  /** Has the calling thread go on with what it was at, and forgets what was not ended. */
  @DontInline
  static void leave(long entered) {
    SpanStack top = known();
    SpanStack stack = top;
    while (stack != null && stack.level > entered) {
      stack.clear();
      stack = stack.below;
    }
    if (stack == null || stack.level < entered) {
      return;
    }
    stack.clear();
    SpanStack now = stack.below == null ? stack : stack.below;
    if (now != top) {
      makeCurrent(now);
    }
  }

  /**
   * A pool is about to run a task on this thread, and may or may not say when it is done. What the
   * task carries on is taken now, so it has a stack also where the thread is at that already, as
   * one is that was started by who submitted the task.
   */
  static void beginRunning(Object task) {
    endRunning();
    TraceContext context = Handoffs.takeToRun(task);
    if (context == null) {
      if (enter(null) != 0) {
        current().running = task;
      }
      return;
    }
    carryOn(fresh(Recorder.current().stack()), context).running = task;
  }

  /** Whether {@link #beginRunning} was told of this task last. */
  static boolean isRunning(Object task) {
    SpanStack stack = held();
    return stack != null && task != null && stack.running == task;
  }

  static void endRunning() {
    SpanStack stack = known();
    SpanStack left = null;
    while (stack != null && stack.running == null && stack.handling() != null) {
      left = stack;
      stack = stack.below;
    }
    if (stack != null && stack.running != null) {
      leave(stack.level);
    } else if (left != null) {
      leave(left.level);
    }
  }

  /** The calling thread has handled what it has of a source, and whatever it took amid that. */
  static void endHandlingOf(Object source) {
    Handling outermost = null;
    for (SpanStack stack = held(); stack != null; stack = stack.below) {
      if (stack.handling() != null && stack.handling().isOf(source)) {
        outermost = stack.handling();
      }
    }
    if (outermost != null) {
      outermost.end();
    }
  }

  /** Another tracer has a context current from now on, that is about a span. */
  static void attach(OtherTracer.Attached context, TraceContext span) {
    Recorder recorder = Recorder.current();
    SpanStack stack = fresh(recorder.stack());
    if (stack.isAt(span)) {
      return;
    }
    TraceContext carried = span;
    if (stack.isOf(span.traceHigh, span.traceLow)) {
      if (span.sampled) {
        stack.keepWhatIsHeld(recorder);
      }
      carried = span.with(stack.luggage());
    }
    SpanStack within = carryOn(stack, carried);
    within.attached = context;
    // It is still within the calls that guides see to.
    within.guiding = stack.guiding;
  }

  /**
   * The stack to go on with.
   *
   * @param at the calling thread's; it is left if what it was for is over
   */
  static SpanStack fresh(SpanStack at) {
    SpanStack stack = at;
    while (stack.isStale()) {
      leave(stack.level);
      stack = stack.below == null ? stack : stack.below;
    }
    return stack;
  }

  /** See {@link TraceContext#shownNow}. */
  static TraceContext shownNow() {
    SpanStack stack = known();
    return stack == null ? null : fresh(stack).shown();
  }

  /** See {@link OtherTracer#current}. */
  static TraceContext newest(boolean hasSpan) {
    SpanStack stack = known();
    if (stack == null) {
      return null;
    }
    stack = fresh(stack);
    if (!stack.isAtBottom()) {
      return stack.hasSpans() ? stack.context() : null;
    }
    TraceContext carried = stack.base;
    return !hasSpan && carried != null && carried.hasSpans() ? carried : null;
  }

  /** As {@link SpanStack#wants}, of the calling thread's. */
  static boolean wantsValues(Probe probe, long nanos, boolean failed) {
    SpanStack stack = CURRENT.get();
    return stack != null && !stack.isAtBottom() && stack.wants(probe, nanos, failed);
  }

  /** True while this thread reads captured values; makes nothing for a thread that never did. */
  static boolean isCapturing() {
    SpanStack stack = CURRENT.get();
    return stack != null && stack.capturing;
  }

  /** Takes the span of a call away, if it has one. */
  static void abandon(long token) {
    SpanStack stack = Token.level(token) == Probe.SPAN ? CURRENT.get() : null;
    if (stack != null) {
      stack.pop(token);
    }
  }
}
