package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;

/**
 * Knows which class loaders find the bridge: woven code in any other would fail to link. Asks each
 * loader once. Safe for use by many threads.
 */
final class BridgeVisibility {

  private final LoaderMap<Boolean> known = new LoaderMap<>();

  /**
   * Whether classes of this loader can be woven.
   *
   * @param loader null for the boot loader
   */
  boolean isVisibleTo(ClassLoader loader) {
    if (loader == null) {
      return true;
    }
    // Asking may load classes, which asks again: until there is an answer it is no.
    Boolean answer = known.putIfAbsent(loader, false);
    return answer != null ? answer : askAgain(loader);
  }

  /** Asks a loader anew, after it was made to find the bridge. */
  boolean askAgain(ClassLoader loader) {
    boolean visible = ask(loader);
    known.put(loader, visible);
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
}
