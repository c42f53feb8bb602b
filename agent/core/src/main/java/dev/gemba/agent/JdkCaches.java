package dev.gemba.agent;

import static java.lang.invoke.MethodType.methodType;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.net.URI;
import java.net.URL;

/**
 * What the JDK remembers of the agent's classes in places of its own, and would keep them alive.
 *
 * <p>The methods that all records share ({@link ObjectMethods}) are made from a few method handles,
 * and each of these remembers the types that it was last adapted to: JDK 17 the last one; later
 * ones also softly, in a second place, the last one of a loader that may go. Adapting them to
 * another class pushes the agent's own record out.
 */
final class JdkCaches {

  private static final int FIRST_WITH_TWO_PLACES = 18;

  private JdkCaches() {}

  /**
   * Forgets the classes of a loader that is a Gemba's.
   *
   * @throws ReflectiveOperationException if it is not
   * @throws IOException if the jar cannot be read
   */
  static void forget(ClassLoader own) throws ReflectiveOperationException, IOException {
    make(Class.forName("dev.gemba.premain.GembaAgent", false, ClassLoader.getSystemClassLoader()));
    if (Runtime.version().feature() >= FIRST_WITH_TWO_PLACES) {
      make(sameIn(own));
    }
  }

  /**
   * One class in another loader of the same kind, which stays in the place of all of this one's.
   */
  private static Class<?> sameIn(ClassLoader own) throws ReflectiveOperationException, IOException {
    URL location = JdkCaches.class.getProtectionDomain().getCodeSource().getLocation();
    File jar = new File(URI.create(location.toString()));
    Object other =
        own.getClass()
            .getConstructor(File.class, ClassLoader.class)
            .newInstance(jar, own.getParent());
    Class<?> found = ((ClassLoader) other).loadClass(Passing.class.getName());
    ((Closeable) other).close();
    return found;
  }

  private static void make(Class<?> type) {
    make("equals", methodType(boolean.class, type, Object.class), type);
    make("hashCode", methodType(int.class, type), type);
    make("toString", methodType(String.class, type), type);
  }

  private static void make(String method, MethodType methodType, Class<?> type) {
    MethodHandle component = MethodHandles.identity(type);
    try {
      ObjectMethods.bootstrap(MethodHandles.lookup(), method, methodType, type, "it", component);
    } catch (Throwable ignored) {
      // Another JDK may refuse what is no record: then one loader stays until the next is made.
    }
  }

  /** Stands in for the agent's records. */
  private static final class Passing {}
}
