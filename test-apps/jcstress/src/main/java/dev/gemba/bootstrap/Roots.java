package dev.gemba.bootstrap;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes series that nobody else has; the bridge itself keeps all it makes for the JVM's life. */
final class Roots {

  private static final Constructor<Series> SERIES;
  private static final AtomicInteger IDS;

  static {
    try {
      SERIES =
          Series.class.getDeclaredConstructor(
              int.class, Series.class, String.class, String.class, String.class);
      SERIES.setAccessible(true);
      Field ids = Series.class.getDeclaredField("IDS");
      ids.setAccessible(true);
      IDS = (AtomicInteger) ids.get(null);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Roots() {}

  /** A root, with room for as many series under it as there can be. */
  static Series make() {
    try {
      IDS.set(0);
      return SERIES.newInstance(0, null, "root", null, null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
