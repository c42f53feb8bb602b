package dev.gemba.agent.weave;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Something for each class loader, told apart by identity, since loaders may define equality as
 * they please. Keeps no loader alive, provided the values do not. Safe for use by many threads.
 */
final class LoaderMap<V> {

  private final Map<Key, V> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

  V get(ClassLoader loader) {
    return entries.get(new Key(loader, null));
  }

  void put(ClassLoader loader, V value) {
    removeGone();
    entries.put(new Key(loader, gone), value);
  }

  /** The value that was there before; null if the given one was put. */
  V putIfAbsent(ClassLoader loader, V value) {
    removeGone();
    return entries.putIfAbsent(new Key(loader, gone), value);
  }

  /** All values, of loaders that may have gone meanwhile too. */
  Collection<V> values() {
    removeGone();
    return new ArrayList<>(entries.values());
  }

  private void removeGone() {
    for (Object key = gone.poll(); key != null; key = gone.poll()) {
      entries.remove((Key) key);
    }
  }

  private static final class Key extends WeakReference<ClassLoader> {
    private final int hash;

    Key(ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
      super(loader, queue);
      hash = System.identityHashCode(loader);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      ClassLoader loader = get();
      return loader != null && other instanceof Key key && key.refersTo(loader);
    }
  }
}
