package dev.gemba.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * Lets the bridge, which is in the boot loader's unnamed module, read the ids of threads and use
 * the JDK's thread-local of carrier threads. Exported to that module alone.
 */
final class BootModule {

  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  private BootModule() {}

  static void open(Instrumentation instrumentation) {
    Set<Module> boot = Set.of(dev.gemba.bootstrap.Drop.class.getModule());
    boolean virtualThreads = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        virtualThreads
            ? Map.of("jdk.internal.misc", boot, "jdk.internal.access", boot)
            : Map.of("jdk.internal.misc", boot),
        Map.of(),
        Set.of(),
        Map.of());
  }
}
