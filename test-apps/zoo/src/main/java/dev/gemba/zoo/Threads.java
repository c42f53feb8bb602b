package dev.gemba.zoo;

import java.io.IOException;
import java.lang.reflect.Method;

/** Starts threads of either kind; virtual ones by reflection, as this is compiled for Java 17. */
final class Threads {

  private Threads() {}

  static Thread start(boolean virtual, Runnable task) throws ReflectiveOperationException {
    if (virtual) {
      return (Thread) VirtualStart.METHOD.invoke(null, task);
    }
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  static void awaitEndOfInput() throws IOException {
    System.out.flush();
    while (System.in.read() >= 0) {
      // What comes in does not matter, only that it ends.
    }
  }

  /** Looked up once, and only where virtual threads are asked for. */
  private static final class VirtualStart {
    static final Method METHOD = find();

    private VirtualStart() {}

    private static Method find() {
      try {
        return Thread.class.getMethod("startVirtualThread", Runnable.class);
      } catch (NoSuchMethodException before21) {
        throw new IllegalStateException("virtual threads need JDK 21 or newer", before21);
      }
    }
  }
}
