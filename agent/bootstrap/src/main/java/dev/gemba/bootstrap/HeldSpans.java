package dev.gemba.bootstrap;

import java.util.Arrays;

/**
 * Ended spans of a trace of which it is not known yet whether it is kept: those of one thread, in
 * its trace under way. Written and read by that thread alone, until they are {@link #takenOut} and
 * given to the {@link Verdict}.
 *
 * <p>What every span writes lies in one array, padded as in {@link Buckets} and for the same
 * reason; a series is only written where another was before, as references are dearer:
 *
 * <pre>
 *   padding | number, left out | id, parent, start, end, probe; … | padding
 * </pre>
 *
 * <p>Ids are the numbers that they are made of ({@link SpanStack#idOf}), which costs nothing for
 * spans that are dropped, or what they are.
 */
final class HeldSpans {

  /** Of one trace on one thread; more are left out and counted. */
  static final int MOST = SpanRing.CAPACITY;

  /** In place of a parent: the one that was said by {@link #within}. */
  static final long BASE = 0;

  private static final int FIRST_ROOM = 4;
  private static final int LONGS = 5;
  private static final int EXTRAS = 2;
  private static final int NUMBER = Buckets.PADDING;
  private static final int LEFT_OUT = NUMBER + 1;
  private static final int FIRST = NUMBER + 2;

  private final long threadId;
  private final boolean hasIds;
  private long[] written;
  private Series[] series;

  /** Errors and attributes; null as long as there are none. */
  private Object[] extras;

  private long base;

  /** Another thread's, or those that this thread left before. */
  HeldSpans next;

  /** None of a thread yet, whose ids will be numbers. */
  HeldSpans(long threadId) {
    this(threadId, false, FIRST_ROOM);
  }

  private HeldSpans(long threadId, boolean hasIds, int room) {
    this.threadId = threadId;
    this.hasIds = hasIds;
    written = new long[FIRST + room * LONGS + Buckets.PADDING];
    series = new Series[room];
  }

  /** Room for one span, whose ids are what they are. */
  static HeldSpans one(long threadId) {
    return new HeldSpans(threadId, true, 1);
  }

  /** The parent of spans whose parent is {@link #BASE}. */
  void within(long parentId) {
    base = parentId;
  }

  void add(
      long spanId,
      long parentId,
      long start,
      long end,
      Probe probe,
      Series of,
      String error,
      Object[] attributes) {
    int number = (int) written[NUMBER];
    if (number == series.length && !grow(number)) {
      written[LEFT_OUT]++;
      return;
    }
    long[] w = written;
    int at = FIRST + number * LONGS;
    w[at] = spanId;
    w[at + 1] = parentId;
    w[at + 2] = start;
    w[at + 3] = end;
    w[at + 4] = probe.id;
    // Mostly the same trace comes again and again.
    if (series[number] != of) {
      series[number] = of;
    }
    if (error != null || attributes != null) {
      addExtras(number, error, attributes);
    }
    w[NUMBER] = number + 1L;
  }

  private void addExtras(int number, String error, Object[] attributes) {
    if (extras == null) {
      extras = new Object[series.length * EXTRAS];
    }
    extras[number * EXTRAS] = error;
    extras[number * EXTRAS + 1] = attributes;
  }

  private boolean grow(int number) {
    if (number == MOST) {
      return false;
    }
    int room = Math.min(MOST, 2 * number);
    long[] grown = new long[FIRST + room * LONGS + Buckets.PADDING];
    System.arraycopy(written, 0, grown, 0, FIRST + number * LONGS);
    series = Arrays.copyOf(series, room);
    extras = extras == null ? null : Arrays.copyOf(extras, room * EXTRAS);
    written = grown;
    return true;
  }

  boolean isEmpty() {
    return written[NUMBER] == 0;
  }

  int number() {
    return (int) written[NUMBER];
  }

  /** What it takes of the heap, about. For any thread. */
  long bytes() {
    Object[] now = extras;
    return 8L * written.length + 4L * series.length + (now == null ? 0 : 4L * now.length);
  }

  /** The same spans in an object of their own; none are left here. */
  HeldSpans takenOut() {
    int number = number();
    HeldSpans taken = new HeldSpans(threadId, hasIds, number);
    System.arraycopy(written, NUMBER, taken.written, NUMBER, 2 + number * LONGS);
    System.arraycopy(series, 0, taken.series, 0, number);
    taken.extras = extras == null ? null : Arrays.copyOf(extras, number * EXTRAS);
    taken.base = base;
    clear();
    return taken;
  }

  /** Forgets all of them. */
  void clear() {
    if (extras != null) {
      // What was captured is the application's, and is not kept from the garbage collector.
      Arrays.fill(extras, 0, number() * EXTRAS, null);
    }
    written[NUMBER] = 0;
    written[LEFT_OUT] = 0;
  }

  /**
   * Hands all of them to the collector, but for the place of one more, and forgets them.
   *
   * @param recorder of the calling thread
   * @return how many there were no room for, here or there
   */
  long moveTo(Recorder recorder, long traceHigh, long traceLow, String traceState) {
    SpanRing ring = recorder.spans();
    long leftOut = written[LEFT_OUT];
    recorder.drop(Drop.TRACE_CUT, leftOut);
    int number = number();
    for (int i = 0; i < number; i++) {
      int at = FIRST + i * LONGS;
      boolean offered =
          ring.offer(
              recorder,
              traceHigh,
              traceLow,
              hasIds ? written[at] : SpanStack.idOf(written[at]),
              parentId(written[at + 1]),
              written[at + 2],
              written[at + 3],
              threadId,
              Probes.get((int) written[at + 4]),
              series[i],
              extras == null ? null : (String) extras[i * EXTRAS],
              extras == null ? null : (Object[]) extras[i * EXTRAS + 1],
              traceState,
              SpanRing.INNER);
      leftOut += offered ? 0 : 1;
    }
    clear();
    return leftOut;
  }

  private long parentId(long parent) {
    if (hasIds) {
      return parent;
    }
    return parent == BASE ? base : SpanStack.idOf(parent);
  }
}
