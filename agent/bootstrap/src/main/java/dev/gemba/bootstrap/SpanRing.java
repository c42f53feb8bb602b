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

  /** Slots: 84 bytes each, so 86 kB for a thread, or 11 kB in a small heap. */
  static final int CAPACITY = Runtime.getRuntime().maxMemory() < 256L << 20 ? 128 : 1024;

  private static final int LONGS = 8;
  private static final int REFERENCES = 5;

  /** Of a span that others enclose: it leaves the last place to the one that says what is lost. */
  static final long INNER = -1;

  private static final int KIND_BITS = 8;
  private static final long KIND_MASK = (1 << KIND_BITS) - 1;

  private static final AtomicLongFieldUpdater<SpanRing> HEAD =
      AtomicLongFieldUpdater.newUpdater(SpanRing.class, "head");
  private static final AtomicLongFieldUpdater<SpanRing> TAIL =
      AtomicLongFieldUpdater.newUpdater(SpanRing.class, "tail");

  private final long[] longs = new long[CAPACITY * LONGS];
  private final Object[] references = new Object[CAPACITY * REFERENCES];
  private volatile long head;
  private volatile long tail;

  SpanRing() {}

  /**
   * Takes a span.
   *
   * @param threadId see {@link Reader#span}
   * @param lost how many spans of its trace are missing, as far as its thread knows; {@link #INNER}
   *     for one that is not the outermost
   * @return false if there was no room; then that is counted
   */
  boolean offer(
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
      Object[] attributes,
      String traceState,
      long lost) {
    long at = tail;
    if (at - head >= (lost == INNER ? CAPACITY - 1 : CAPACITY)) {
      recorder.drop(Drop.SPAN_RING);
      return false;
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
    longs[l + 7] = Math.max(0, lost) << KIND_BITS | probe.kind;
    int r = slot * REFERENCES;
    references[r] = probe;
    references[r + 1] = series;
    references[r + 2] = error;
    references[r + 3] = attributes;
    references[r + 4] = traceState;
    TAIL.lazySet(this, at + 1);
    return true;
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
        (int) (longs[l + 7] & KIND_MASK),
        (Probe) references[r],
        (Series) references[r + 1],
        (String) references[r + 2],
        attributes,
        (String) references[r + 4],
        longs[l + 7] >> KIND_BITS);
  }

  /** Takes ended spans. */
  public interface Reader {

    /**
     * Takes one.
     *
     * @param parentId 0 for a root
     * @param startNanos on the clock of {@link System#nanoTime}
     * @param endNanos likewise
     * @param threadId of the thread that it began on; negative if the call went on after its method
     *     had returned, when that thread was at something else
     * @param kind as in {@link Guide}
     * @param errorType null after a normal return
     * @param attributes see {@link Capture#attributes}; may be null
     * @param traceState as others were told it; may be null
     * @param lost how many spans of its trace are missing, as far as its thread knows
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
        Object[] attributes,
        String traceState,
        long lost);
  }
}
