package dev.gemba.bootstrap;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which tasks wait to be run, and what trace each carries on: by the identity of the task, which
 * stays what it is, so that whoever removes, compares or casts it finds his own. Lock-free, for all
 * threads.
 *
 * <p>A task that stands here several times, as one object may be submitted again and again, stands
 * for as many runs; which of them gets which trace cannot be told from outside.
 *
 * <p>Tasks are held weakly: one that is never run, as its queue was cleared, goes with the garbage,
 * and its place with the next {@link #sweep}. Each bucket is a list that is only ever exchanged as
 * a whole.
 */
final class HandoffTable {

  /** What may wait, at some 72 bytes each. */
  static final int MOST = 1 << 17;

  private static final int BUCKETS = 1 << 12;

  private static final class Held extends WeakReference<Object> {
    final TraceContext context;
    final Held next;

    Held(Object task, TraceContext context, Held next) {
      super(task);
      this.context = context;
      this.next = next;
    }
  }

  private static final class Bucket extends AtomicReference<Held> {
    private static final long serialVersionUID = 1;
  }

  /** Objects, as an atomic array would wake more of the JDK than all the rest of the bridge. */
  private final Bucket[] buckets = new Bucket[BUCKETS];

  /** At least as many as there are, so that 0 means none. */
  private final AtomicInteger size = new AtomicInteger();

  HandoffTable() {
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] = new Bucket();
    }
  }

  /** Whether nothing waits: cheap, and the usual case where no trace is under way. */
  boolean isEmpty() {
    return size.get() == 0;
  }

  int size() {
    return size.get();
  }

  /**
   * Has a task wait.
   *
   * @return false if there is no room
   */
  boolean put(Object task, TraceContext context) {
    if (size.incrementAndGet() > MOST) {
      size.decrementAndGet();
      return false;
    }
    Bucket bucket = bucketOf(task);
    Held first;
    do {
      first = bucket.get();
    } while (!bucket.compareAndSet(first, new Held(task, context, first)));
    return true;
  }

  boolean contains(Object task) {
    return !isEmpty() && find(bucketOf(task).get(), task) != null;
  }

  /** What a task carries on, once for each time that it was put in; null if it is not here. */
  TraceContext take(Object task) {
    if (isEmpty()) {
      return null;
    }
    Bucket bucket = bucketOf(task);
    while (true) {
      Held first = bucket.get();
      Held found = find(first, task);
      if (found == null) {
        return null;
      }
      if (bucket.compareAndSet(first, without(first, found))) {
        size.decrementAndGet();
        return found.context;
      }
    }
  }

  /** Frees the places of tasks that are garbage. For the collector, now and then. */
  void sweep() {
    if (isEmpty()) {
      return;
    }
    for (Bucket bucket : buckets) {
      for (Held h = bucket.get(); h != null; h = h.next) {
        if (h.refersTo(null)) {
          sweep(bucket);
          break;
        }
      }
    }
  }

  private void sweep(Bucket bucket) {
    Held first = bucket.get();
    Held kept = null;
    int freed = 0;
    for (Held h = first; h != null; h = h.next) {
      Object task = h.get();
      if (task == null) {
        freed++;
      } else {
        kept = new Held(task, h.context, kept);
      }
    }
    // If it is not as it was, then the next sweep does it.
    if (bucket.compareAndSet(first, kept)) {
      size.addAndGet(-freed);
    }
  }

  void clear() {
    for (Bucket bucket : buckets) {
      int freed = 0;
      for (Held h = bucket.getAndSet(null); h != null; h = h.next) {
        freed++;
      }
      size.addAndGet(-freed);
    }
  }

  private static Held find(Held first, Object task) {
    Held h = first;
    while (h != null && !h.refersTo(task)) {
      h = h.next;
    }
    return h;
  }

  /** A list without one of its members: what is behind that stays, what is before is made anew. */
  private static Held without(Held first, Held one) {
    Held rest = one.next;
    for (Held h = first; h != one; h = h.next) {
      // One that is garbage meanwhile keeps its place until the sweep, which counts it.
      rest = new Held(h.get(), h.context, rest);
    }
    return rest;
  }

  /** The low bits of an identity's hash are as random as the others. */
  private Bucket bucketOf(Object task) {
    return buckets[System.identityHashCode(task) & (BUCKETS - 1)];
  }
}
