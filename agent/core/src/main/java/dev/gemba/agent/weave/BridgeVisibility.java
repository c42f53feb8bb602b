package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which class loaders find the bridge: woven code in any other would fail to link. Asks each
 * loader once. Safe for use by many threads.
 */
final class BridgeVisibility {

  private final Map<Key, Boolean> known = new ConcurrentHashMap<>();
  private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

  /**
   * Whether classes of this loader can be woven.
   *
   * @param loader null for the boot loader
   */
  boolean isVisibleTo(ClassLoader loader) {
    if (loader == null) {
      return true;
    }
    for (Object key = gone.poll(); key != null; key = gone.poll()) {
      known.remove((Key) key);
    }
    Key key = new Key(loader, gone);
    // Asking may load classes, which asks again: until there is an answer it is no.
    Boolean answer = known.putIfAbsent(key, false);
    if (answer != null) {
      return answer;
    }
    boolean visible = ask(loader);
    known.put(key, visible);
    return visible;
  }

  /** Asks a loader anew, after it was made to find the bridge. */
  boolean askAgain(ClassLoader loader) {
    boolean visible = ask(loader);
    known.put(new Key(loader, gone), visible);
    return visible;
  }

  private static boolean ask(ClassLoader loader) {
    try {
      return Class.forName(Bridge.class.getName(), false, loader) == Bridge.class;
    } catch (ClassNotFoundException | RuntimeException | LinkageError ignored) {
      // Whatever a loader of the application answers but the class itself is a no.
      return false;
    }
  }

  /** A loader by identity, since loaders may define equality as they please. */
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
