package dev.gemba.bootstrap;

import java.lang.reflect.Field;

/** Spans that carry their number in every field, so that a mix of two is seen. */
final class TestSpan {

  private TestSpan() {}

  /** As the thread that owns the ring. */
  static void offer(SpanRing ring, Recorder recorder, long number) {
    SpanStack stack = SpanStack.current();
    Trace.set(stack, number);
    ring.offer(
        recorder, stack, Probe.NONE, Series.NONE, number, number, null, new Object[] {number});
  }

  /** The trace that a stack is in, which the bridge only ever draws at random. */
  private static final class Trace {

    private static final Field WRITTEN = field("written");
    private static final int HIGH = index("TRACE_HIGH");
    private static final int LOW = index("TRACE_LOW");

    static void set(SpanStack stack, long number) {
      try {
        long[] written = (long[]) WRITTEN.get(stack);
        written[HIGH] = number;
        written[LOW] = number;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static int index(String name) {
      try {
        return field(name).getInt(null);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Field field(String name) {
      try {
        Field field = SpanStack.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Takes spans in the order of their numbers, and remembers whether something was amiss. */
  static final class Sequence implements SpanRing.Reader {

    private long expected = 1;
    private boolean broken;

    @Override
    public void span(
        long traceHigh,
        long traceLow,
        long spanId,
        long parentId,
        long startNanos,
        long endNanos,
        long threadId,
        int kind,
        Probe probe,
        Series series,
        String errorType,
        Object[] attributes) {
      boolean whole =
          traceHigh == expected
              && traceLow == expected
              && startNanos == expected
              && endNanos == expected
              && probe == Probe.NONE
              && series == Series.NONE
              && attributes != null
              && attributes[0].equals(expected);
      broken |= !whole;
      expected++;
    }

    /** How many were taken; -1 if one was torn, lost or repeated. */
    int taken() {
      return broken ? -1 : (int) expected - 1;
    }
  }
}
