package dev.gemba.bootstrap;

import java.lang.ref.WeakReference;

/**
 * Where Gemba's spans and those of another tracer in the same process meet: what that one has made
 * current on a thread is the parent of the spans that begin there next, and the other way round.
 *
 * <p>A thread knows what was made current only, and not when that is over. It asks when it matters:
 * when a span begins where no other is, so that nothing hangs on the other tracer telling its end,
 * or on Gemba being there to hear of it.
 */
public final class OtherTracer {

  /** Reads what the other tracer has current. Implemented by the agent. */
  public abstract static class Reader {

    /**
     * What is current on this thread where a context is, or was.
     *
     * @throws Throwable whatever the other tracer throws
     */
    protected abstract Object currentBeside(Object context) throws Throwable;
  }

  /** A context that was made current. Not kept from going, nor is its class. */
  static final class Attached extends WeakReference<Object> {

    Attached(Object context) {
      super(context);
    }

    boolean isCurrent() {
      Object context = get();
      Reader asked = reader;
      if (context == null || asked == null) {
        return false;
      }
      try {
        return refersTo(asked.currentBeside(context));
      } catch (Throwable e) {
        Recorder.current().drop(Drop.CAPTURE_FAILURE);
        return false;
      }
    }
  }

  private static volatile Reader reader;

  private OtherTracer() {}

  /**
   * Has the other tracer be asked in this way from now on.
   *
   * @param reader null to take nothing of it as current any more
   */
  public static void readBy(Reader reader) {
    OtherTracer.reader = reader;
  }

  /**
   * The other tracer has made a context current on this thread.
   *
   * @param span that the context is about, and which is kept; or one of Gemba's
   */
  public static void attached(Object context, TraceContext span) {
    Stacks.attach(new Attached(context), span);
  }

  /**
   * What the other tracer is to take for current on this thread; null if it is what it has itself.
   *
   * @param hasSpan whether it has a span itself
   */
  public static TraceContext current(boolean hasSpan) {
    return Stacks.newest(hasSpan);
  }
}
