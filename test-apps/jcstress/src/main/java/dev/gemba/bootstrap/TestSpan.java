package dev.gemba.bootstrap;

/** Spans that carry their number in every field, so that a mix of two is seen. */
final class TestSpan {

  private TestSpan() {}

  /** As the thread that owns the ring. */
  static void offer(SpanRing ring, Recorder recorder, long number) {
    ring.offer(
        recorder,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        Probe.NONE,
        Series.NONE,
        null,
        new Object[] {number},
        null,
        number);
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
        Object[] attributes,
        String traceState,
        long lost) {
      boolean whole =
          traceHigh == expected
              && traceLow == expected
              && spanId == expected
              && parentId == expected
              && startNanos == expected
              && endNanos == expected
              && threadId == expected
              && lost == expected
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
