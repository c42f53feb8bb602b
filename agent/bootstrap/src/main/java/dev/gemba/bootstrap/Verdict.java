package dev.gemba.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Whether a trace is kept that has gone on to other threads before that was known. Given once, by
 * whoever comes first: the call that began the trace, at its end, or one that failed. Until then
 * the spans that other threads have ended wait here. Safe for use by all threads, none of which
 * ever waits.
 */
final class Verdict {

  /** In all traces together; more are left out and counted. About 120 bytes each. */
  static final int MOST_HELD = 64 * SpanRing.CAPACITY;

  private static final HeldSpans KEPT = HeldSpans.one(0);
  private static final HeldSpans DROPPED = HeldSpans.one(0);

  /** Sweeps after which what waits is no longer counted: nobody may ever give the verdict. */
  static final int SWEEPS = 1 << 10;

  private static final AtomicInteger HELD = new AtomicInteger();

  /** The same by the sweep before which their traces went on to other threads. */
  private static final AtomicIntegerArray HELD_SINCE = new AtomicIntegerArray(SWEEPS);

  /** How many there were. */
  private static volatile int sweeps;

  private static final AtomicReferenceFieldUpdater<Verdict, HeldSpans> PARTS =
      AtomicReferenceFieldUpdater.newUpdater(Verdict.class, HeldSpans.class, "parts");

  private final int since = sweeps;

  /** What waits, linked; or one of the two above. */
  private volatile HeldSpans parts;

  boolean isKept() {
    return parts == KEPT;
  }

  boolean isOpen() {
    return isOpen(parts);
  }

  private static boolean isOpen(HeldSpans parts) {
    return parts != KEPT && parts != DROPPED;
  }

  /** How many spans wait for verdicts. */
  static int held() {
    return HELD.get();
  }

  /**
   * Counts no longer what has waited for {@value #SWEEPS} of these. It is garbage, as a rule: calls
   * that went on after their methods and were never ended. For the collector, once a second.
   */
  static void sweep() {
    int next = sweeps + 1;
    HELD.addAndGet(-HELD_SINCE.getAndSet(next & (SWEEPS - 1), 0));
    sweeps = next;
  }

  /** So many more, or fewer, wait for this. */
  private int count(int spans) {
    if (sweeps - since >= SWEEPS) {
      return HELD.get();
    }
    HELD_SINCE.addAndGet(since & (SWEEPS - 1), spans);
    return HELD.addAndGet(spans);
  }

  /**
   * Takes spans that have to wait.
   *
   * @param recorder of the calling thread
   * @return false if the verdict has been given, and they were not taken
   */
  boolean takes(HeldSpans part, Recorder recorder) {
    int number = part.number();
    if (count(number) > MOST_HELD) {
      count(-number);
      if (isOpen()) {
        recorder.drop(Drop.HELD_SPANS, number);
        return true;
      }
      return false;
    }
    while (true) {
      HeldSpans before = parts;
      if (!isOpen(before)) {
        count(-number);
        return false;
      }
      part.next = before;
      if (PARTS.compareAndSet(this, before, part)) {
        return true;
      }
    }
  }

  /**
   * Has the trace be kept, unless it was dropped already.
   *
   * @return the spans that have waited; null if there are none, or others have seen to them
   */
  HeldSpans keep() {
    return give(KEPT);
  }

  /** Has the trace be dropped, unless it is kept already. */
  void drop() {
    give(DROPPED);
  }

  private HeldSpans give(HeldSpans verdict) {
    while (true) {
      HeldSpans before = parts;
      if (!isOpen(before)) {
        return null;
      }
      if (PARTS.compareAndSet(this, before, verdict)) {
        for (HeldSpans part = before; part != null; part = part.next) {
          count(-part.number());
        }
        return before;
      }
    }
  }
}
