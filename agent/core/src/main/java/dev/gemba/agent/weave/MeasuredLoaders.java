package dev.gemba.agent.weave;

import dev.gemba.agent.target.MethodPattern;

/**
 * Knows which class loaders find the annotation {@code @Measured}. Any class might carry it, so
 * without this every class would have to be read to look for it; but few applications have it at
 * all. Asks each loader once. Safe for use by many threads.
 */
@SuppressWarnings("ReferenceEquality") // loaders are told apart by identity
final class MeasuredLoaders {

  /** The target that every config ends with. */
  static final MethodPattern PATTERN = MethodPattern.parse("@dev.gemba.api.Measured *");

  private static final String RESOURCE = "dev/gemba/api/Measured.class";

  @SuppressWarnings("ThreadLocalUsage") // set for the time of a question only
  private final ThreadLocal<Boolean> asking = new ThreadLocal<>();

  private final LoaderMap<Boolean> known = new LoaderMap<>();

  /**
   * Whether classes of this loader may carry the annotation.
   *
   * @param loader null for the boot loader
   */
  boolean mayCarry(ClassLoader loader) {
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return false;
    }
    Boolean answer = known.get(loader);
    if (answer != null || asking.get() != null) {
      // Asking may load classes, which asks again on this thread: those are let pass.
      return answer != null && answer;
    }
    asking.set(true);
    try {
      boolean found = find(loader);
      known.put(loader, found);
      return found;
    } finally {
      asking.remove();
    }
  }

  private static boolean find(ClassLoader loader) {
    try {
      return loader.getResource(RESOURCE) != null;
    } catch (RuntimeException | LinkageError ignored) {
      // A loader that fails here is one that does not have it, as far as this goes.
      return false;
    }
  }
}
