package dev.gemba.bootstrap;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Ended spans on their way to the collector: written by one thread, read by the collector, bounded,
 * never waiting. What finds the ring full is dropped and counted.
 *
 * <p>The writer owns the slots from {@code tail} on, the reader those from {@code head} to {@code
 * tail}; each moves its own index with an ordered store after it is done with the slots, which is
 * all the synchronisation there is (a single-producer single-consumer queue after Lamport).
 */
public final class SpanRing {

  /** Slots: 80 bytes each, so 80 kB for a thread, or 10 kB in a small heap. */
  static final int CAPACITY = Runtime.getRuntime().maxMemory() < 256L << 20 ? 128 : 1024;

  private static final int LONGS = 8;
  private static final int REFERENCES = 4;

  private static final AtomicLongFieldUpdater<SpanRing> HEAD =
      AtomicLongFieldUpdater.newUpdater(SpanRing.class, "head");
  private static final AtomicLongFieldUpdater<SpanRing> TAIL =
      AtomicLongFieldUpdater.newUpdater(SpanRing.class, "tail");

  private final long[] longs = new long[CAPACITY * LONGS];
  private final Object[] references = new Object[CAPACITY * REFERENCES];
  private volatile long head;
  private volatile long tail;

  SpanRing() {}

  /** Takes the span that was just popped from a stack. */
  void offer(
      Recorder recorder,
      SpanStack stack,
      Probe probe,
      Series series,
      long start,
      long end,
      String error,
      Object[] attributes) {
    offer(
        recorder,
        stack.traceHigh(),
        stack.traceLow(),
        stack.poppedId(),
        stack.parentId(),
        start,
        end,
        stack.threadId,
        probe,
        series,
        error == null ? stack.poppedError() : error,
        attributes);
  }

  /** Takes any span. */
  void offer(
      Recorder recorder,
      long traceHigh,
      long traceLow,
      long spanId,
      long parentId,
      long start,
      long end,
      long threadId,
      Probe probe,
      Series series,
      String error,
      Object[] attributes) {
    long at = tail;
    if (at - head == CAPACITY) {
      recorder.drop(Drop.SPAN_RING);
      return;
    }
    int slot = (int) at & (CAPACITY - 1);
    int l = slot * LONGS;
    longs[l] = traceHigh;
    longs[l + 1] = traceLow;
    longs[l + 2] = spanId;
    longs[l + 3] = parentId;
    longs[l + 4] = start;
    longs[l + 5] = end;
    longs[l + 6] = threadId;
    longs[l + 7] = probe.kind;
    int r = slot * REFERENCES;
    references[r] = probe;
    references[r + 1] = series;
    references[r + 2] = error;
    references[r + 3] = attributes;
    TAIL.lazySet(this, at + 1);
  }

  /**
   * Hands over what has come in. For the collector.
   *
   * @return how many
   */
  public int drain(Reader reader) {
    long from = head;
    long to = tail;
    for (long at = from; at < to; at++) {
      try {
        read((int) at & (CAPACITY - 1), reader);
      } finally {
        // Also past a span that the reader cannot take, which would stand in the way for ever.
        HEAD.lazySet(this, at + 1);
      }
    }
    return (int) (to - from);
  }

  private void read(int slot, Reader reader) {
    int l = slot * LONGS;
    int r = slot * REFERENCES;
    Object[] attributes = (Object[]) references[r + 3];
    references[r + 3] = null;
    reader.span(
        longs[l],
        longs[l + 1],
        longs[l + 2],
        longs[l + 3],
        longs[l + 4],
        longs[l + 5],
        longs[l + 6],
        (int) longs[l + 7],
        (Probe) references[r],
        (Series) references[r + 1],
        (String) references[r + 2],
        attributes);
  }

  /** Takes ended spans. */
  public interface Reader {

    /**
     * Takes one.
     *
     * @param parentId 0 for a root
     * @param startNanos on the clock of {@link System#nanoTime}
     * @param endNanos likewise
     * @param kind as in {@link Guide}
     * @param errorType null after a normal return
     * @param attributes see {@link Capture#attributes}; may be null
     */
    void span(
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
        Object[] attributes);
  }
}
