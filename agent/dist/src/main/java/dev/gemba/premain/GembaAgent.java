package dev.gemba.premain;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.util.function.BiConsumer;

/**
 * What the JVM calls, in the system loader: the only class of Gemba there besides its loader and
 * the command line's entry. Written for Java 8, so that an older JVM gets one line and not a stack
 * trace; it touches neither NIO, JUL nor JMX, which an application may want to configure first.
 */
public final class GembaAgent {

  private static final int OLDEST = 17;

  private GembaAgent() {}

  /** Starts Gemba before the application's main method. */
  public static void premain(String argument, Instrumentation instrumentation) {
    start(argument, instrumentation, false);
  }

  /** Starts Gemba in a JVM that is running already, or tells the Gemba in there what to do now. */
  public static void agentmain(String argument, Instrumentation instrumentation) {
    start(argument, instrumentation, true);
  }

  private static void start(String argument, Instrumentation instrumentation, boolean attached) {
    try {
      String version = System.getProperty("java.specification.version", "");
      if (featureOf(version) < OLDEST) {
        System.err.println(
            "gemba: needs Java "
                + OLDEST
                + " or newer, this JVM is Java "
                + version
                + "; the application runs without it");
        return;
      }
      File jar = ownJar();
      Class<?> bridge = bridge();
      if (bridge != null && attached && handOver(bridge, argument)) {
        return;
      }
      ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
      ClassLoader isolated = new IsolatedLoader(jar, platform);
      @SuppressWarnings("unchecked")
      BiConsumer<Instrumentation, Object[]> start =
          (BiConsumer<Instrumentation, Object[]>)
              isolated.loadClass("dev.gemba.start.Start").getConstructor().newInstance();
      start.accept(instrumentation, new Object[] {argument, attached, bridge == null ? jar : null});
    } catch (Throwable e) {
      // Whatever it is, the application comes first.
      System.err.println("gemba: did not start, the application runs without it: " + causeOf(e));
    }
  }

  /** The bridge, which stays in the boot loader once Gemba has been in this JVM; else null. */
  private static Class<?> bridge() {
    try {
      return Class.forName("dev.gemba.bootstrap.Bridge", true, null);
    } catch (ClassNotFoundException first) {
      return null;
    }
  }

  /** True if a Gemba is at work here, and has taken the argument. */
  private static boolean handOver(Class<?> bridge, String argument) throws Exception {
    return (Boolean) bridge.getMethod("handOver", String.class).invoke(null, argument);
  }

  /** The feature release of a specification version: 8 of {@code 1.8}, 17 of {@code 17}. */
  static int featureOf(String version) {
    String feature = version.startsWith("1.") ? version.substring(2) : version;
    int end = 0;
    while (end < feature.length() && Character.isDigit(feature.charAt(end))) {
      end++;
    }
    return end == 0 ? 0 : Integer.parseInt(feature.substring(0, end));
  }

  static File ownJar() throws URISyntaxException, IOException {
    File jar =
        new File(GembaAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!jar.isFile()) {
      throw new IOException("Gemba does not run from a jar, but from " + jar);
    }
    return jar;
  }

  private static Throwable causeOf(Throwable e) {
    Throwable cause = e;
    while (cause instanceof java.lang.reflect.InvocationTargetException
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
