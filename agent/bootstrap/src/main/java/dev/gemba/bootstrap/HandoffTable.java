package dev.gemba.bootstrap;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which tasks wait to be run, and what trace each carries on: by the identity of the task, which
 * stays what it is, so that whoever removes, compares or casts it finds his own. Lock-free, for all
 * threads.
 *
 * <p>A task that stands here several times, as one object may be submitted again and again, stands
 * for as many runs; which of them gets which trace cannot be told from outside.
 *
 * <p>A task that has waited for two sweeps is held weakly from then on: one that is never run, as
 * its queue was cleared, goes with the garbage, and its place with the sweep after that. The
 * others, which are nearly all, cost the garbage collectors no weak reference. Each bucket is a
 * list that is only ever exchanged as a whole.
 */
final class HandoffTable {

  /** What may wait, at some 40 bytes each. */
  static final int MOST = 1 << 17;

  /**
   * Few, and side by side: where one thread submits and another runs, each line of the caches that
   * they share goes to and fro. More than that wait seldom.
   */
  private static final int BUCKETS = 1 << 11;

  /** In the place of a task that has waited for long. */
  private static final class Faint extends WeakReference<Object> {
    Faint(Object task) {
      super(task);
    }
  }

  /** A task that waits. */
  static final class Held {
    private final Object task;
    final TraceContext context;

    /** Since when it waits to be run, by {@link System#nanoTime}; 0 if nobody asks. */
    final long waitsSince;

    private final int since;
    private final Held next;

    private Held(Object task, TraceContext context, long waitsSince, int since, Held next) {
      this.task = task;
      this.context = context;
      this.waitsSince = waitsSince;
      this.since = since;
      this.next = next;
    }

    boolean isOf(Object wanted) {
      return task == wanted || (task instanceof Faint faint && faint.refersTo(wanted));
    }
  }

  private final AtomicReferenceArray<Held> buckets;

  /** At least as many as there are, so that 0 means none. */
  private final AtomicInteger size = new AtomicInteger();

  /** How many there were; plain, as it need not be exact. */
  private int sweeps;

  HandoffTable() {
    this(BUCKETS);
  }

  /**
   * A table of another size.
   *
   * @param lists a power of two
   */
  HandoffTable(int lists) {
    buckets = new AtomicReferenceArray<>(lists);
  }

  /** Whether nothing waits: cheap, and the usual case where no trace is under way. */
  boolean isEmpty() {
    return size.get() == 0;
  }

  int size() {
    return size.get();
  }

  /** Has a task wait, nobody asks for how long. */
  boolean put(Object task, TraceContext context) {
    return put(task, context, 0);
  }

  /**
   * Has a task wait.
   *
   * @param since see {@link Held#waitsSince}
   * @return false if there is no room
   */
  boolean put(Object task, TraceContext context, long since) {
    if (size.incrementAndGet() > MOST) {
      size.decrementAndGet();
      return false;
    }
    int bucket = bucketOf(task);
    Held first;
    do {
      first = buckets.get(bucket);
    } while (!buckets.compareAndSet(bucket, first, new Held(task, context, since, sweeps, first)));
    return true;
  }

  boolean contains(Object task) {
    return !isEmpty() && find(buckets.get(bucketOf(task)), task) != null;
  }

  /** What a task carries on, once for each time that it was put in; null if it is not here. */
  TraceContext take(Object task) {
    Held held = takeHeld(task);
    return held == null ? null : held.context;
  }

  /** As {@link #take}, with since when it has waited. */
  Held takeHeld(Object task) {
    if (isEmpty()) {
      return null;
    }
    int bucket = bucketOf(task);
    while (true) {
      Held first = buckets.get(bucket);
      Held found = find(first, task);
      if (found == null) {
        return null;
      }
      if (buckets.compareAndSet(bucket, first, without(first, found))) {
        size.decrementAndGet();
        return found;
      }
    }
  }

  /**
   * Lets go of tasks that have waited for long, and frees the places of those that are garbage. For
   * the collector, now and then.
   */
  void sweep() {
    sweeps++;
    if (isEmpty()) {
      return;
    }
    for (int bucket = 0; bucket < buckets.length(); bucket++) {
      sweep(bucket);
    }
  }

  private void sweep(int bucket) {
    Held first = buckets.get(bucket);
    Held kept = null;
    int freed = 0;
    boolean changed = false;
    for (Held h = first; h != null; h = h.next) {
      if (h.task instanceof Faint faint && faint.refersTo(null)) {
        freed++;
        changed = true;
      } else {
        Object task = h.task;
        if (sweeps - h.since >= 2 && !(task instanceof Faint)) {
          task = new Faint(task);
          changed = true;
        }
        kept = new Held(task, h.context, h.waitsSince, h.since, kept);
      }
    }
    // If it is not as it was, then the next sweep does it.
    if (changed && buckets.compareAndSet(bucket, first, kept)) {
      size.addAndGet(-freed);
    }
  }

  private static Held find(Held first, Object task) {
    Held h = first;
    while (h != null && !h.isOf(task)) {
      h = h.next;
    }
    return h;
  }

  /** A list without one of its members: what is behind that stays, what is before is made anew. */
  private static Held without(Held first, Held one) {
    Held rest = one.next;
    for (Held h = first; h != one; h = h.next) {
      rest = new Held(h.task, h.context, h.waitsSince, h.since, rest);
    }
    return rest;
  }

  /** The low bits of an identity's hash are as random as the others. */
  private int bucketOf(Object task) {
    return System.identityHashCode(task) & (buckets.length() - 1);
  }
}
