package dev.gemba.start;

import dev.gemba.agent.Agent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import java.util.jar.JarFile;

/**
 * What premain calls, once it has found a JVM that is new enough. It knows this class by an
 * interface of the JDK, as a call by reflection takes JDK 25 some 40 ms to prepare.
 */
public final class Start implements BiConsumer<Instrumentation, Object[]> {

  /**
   * Starts the agent.
   *
   * @param arguments the agent's argument or null; whether it was attached; Gemba's jar if the boot
   *     loader does not have its bridge yet, else null
   */
  @Override
  public void accept(Instrumentation instrumentation, Object[] arguments) {
    if (arguments[2] != null) {
      bridge(instrumentation, (File) arguments[2]);
    }
    Agent.start((String) arguments[0], instrumentation, (Boolean) arguments[1]);
  }

  private static void bridge(Instrumentation instrumentation, File jar) {
    try {
      try {
        BridgeClasses.define(instrumentation, jar);
      } catch (LinkageError | RuntimeException unknownJdk) {
        append(instrumentation, jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The way that every JDK has: it works, but the JVM then shares no more of the application's
   * classes, and prints a warning.
   */
  private static void append(Instrumentation instrumentation, File jar) throws IOException {
    // The boot loader would find these first afterwards, and they would be strangers to this
    // loader.
    Class<?>[] unused = Start.class.getClassLoader().getClass().getDeclaredClasses();
    try (JarFile file = new JarFile(jar)) {
      instrumentation.appendToBootstrapClassLoaderSearch(file);
    }
  }
}
