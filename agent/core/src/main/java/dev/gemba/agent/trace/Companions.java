package dev.gemba.agent.trace;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of objects of the application, for as long as they live: neither kept from going
 * nor changed by it. Written and read by application threads; what has gone is cleared away by the
 * collector's.
 */
final class Companions<V> {

  /** What an application keeps open at a time is far less; the rest has no companion. */
  static final int MOST = 65_536;

  private final ConcurrentHashMap<Object, V> values = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** Remembers a value, in place of any other; does nothing while there are too many. */
  void put(Object object, V value) {
    if (values.size() < MOST) {
      values.put(new Key(object, gone), value);
    }
  }

  /** The value of an object; null if none is known. */
  V of(Object object) {
    return values.get(new Question(object));
  }

  /** The value of an object, which is forgotten; null if none is known. */
  V take(Object object) {
    return values.remove(new Question(object));
  }

  /** Forgets the values of objects that have gone. For the collector. */
  void sweep() {
    for (Reference<?> key = gone.poll(); key != null; key = gone.poll()) {
      values.remove(key);
    }
  }

  int size() {
    return values.size();
  }

  /** Compares by identity, as objects may define equality as they please. */
  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object object, ReferenceQueue<Object> gone) {
      super(object, gone);
      hash = System.identityHashCode(object);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return this == other || (other instanceof Key key && get() != null && key.refersTo(get()));
    }
  }

  /** A key for one look-up, which needs no reference that the garbage collector has to visit. */
  private record Question(Object object) {
    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.refersTo(object);
    }
  }
}
