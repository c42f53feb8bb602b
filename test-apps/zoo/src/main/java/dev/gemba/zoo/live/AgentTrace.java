package dev.gemba.zoo.live;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicReference;

/** Finds out whether an agent that was here has been unloaded. */
final class AgentTrace {

  private WeakReference<ClassLoader> loader = new WeakReference<>(null);

  /** The name of the class of the agent's loader; {@code none} if there is no agent. */
  String watch() throws ReflectiveOperationException {
    Class<?> bridge;
    try {
      bridge = Class.forName("dev.gemba.bootstrap.Bridge", true, null);
    } catch (ClassNotFoundException never) {
      return "none";
    }
    Field field = bridge.getDeclaredField("AGENT");
    field.setAccessible(true);
    Object agent = ((AtomicReference<?>) field.get(null)).get();
    if (agent == null) {
      return "none";
    }
    loader = new WeakReference<>(agent.getClass().getClassLoader());
    return agent.getClass().getClassLoader().getClass().getSimpleName();
  }

  /** Has everything collected that nothing holds, class loaders included. */
  static void collect() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
    }
  }

  /** Whether the loader has been collected; gives it ten seconds. */
  boolean isGone() throws InterruptedException {
    for (int i = 0; i < 200 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return loader.get() == null;
  }
}
