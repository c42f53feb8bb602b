package dev.gemba.start;

import dev.gemba.agent.Agent;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.jar.JarFile;

/** What premain calls, once it has found a JVM that is new enough. */
public final class Start {

  private Start() {}

  /**
   * Starts the agent.
   *
   * @param jar Gemba's own, if its bridge is not in the boot loader yet; else null
   */
  public static void start(
      String argument, Instrumentation instrumentation, boolean attached, File jar)
      throws IOException {
    if (jar != null) {
      bridge(instrumentation, jar);
    }
    Agent.start(argument, instrumentation, attached);
  }

  private static void bridge(Instrumentation instrumentation, File jar) throws IOException {
    try {
      BridgeClasses.define(instrumentation, jar);
    } catch (LinkageError | RuntimeException unknownJdk) {
      append(instrumentation, jar);
    }
  }

  /**
   * The way that every JDK has: it works, but the JVM then shares no more of the application's
   * classes, and prints a warning.
   */
  private static void append(Instrumentation instrumentation, File jar) throws IOException {
    // The boot loader would find these first afterwards, and they would be strangers to this loader.
    Class<?>[] unused = Start.class.getClassLoader().getClass().getDeclaredClasses();
    try (JarFile file = new JarFile(jar)) {
      instrumentation.appendToBootstrapClassLoaderSearch(file);
    }
  }
}
