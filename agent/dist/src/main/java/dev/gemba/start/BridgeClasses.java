package dev.gemba.start;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;

/**
 * Defines the bridge's classes in the boot loader, one by one. To append the jar to its search path
 * would be simpler, but a JVM whose boot path was appended to takes the application's classes no
 * more from its archive ({@code -XX:SharedArchiveFile}, {@code -XX:AOTCache}), and says so.
 *
 * <p>Compiled against the JDK's inside, and not by reflection, which would cost more than all the
 * rest here. The package is exported to this loader's module alone: the application sees no more of
 * the JDK than before.
 */
final class BridgeClasses {

  /** The paths of the class files in the jar, a line each; the build lists them. */
  private static final String INDEX = "isolated/bridge";

  /** Defined last: where it is, all others are. */
  private static final String LAST = "dev/gemba/bootstrap/Bridge.class";

  private final JavaLangAccess jvm = SharedSecrets.getJavaLangAccess();
  private final ZipFile jar;

  private BridgeClasses(ZipFile jar) {
    this.jar = jar;
  }

  /**
   * Defines those that are not there.
   *
   * @throws LinkageError if the inside of this JDK is another
   */
  static void define(Instrumentation instrumentation, File file) throws IOException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of("jdk.internal.access", Set.of(BridgeClasses.class.getModule())),
        Map.of(),
        Set.of(),
        Map.of());
    try (ZipFile jar = new ZipFile(file)) {
      String index = new String(read(jar, INDEX), StandardCharsets.US_ASCII);
      List<String> paths = new ArrayList<>(List.of(index.trim().split("\n")));
      paths.remove(LAST);
      BridgeClasses classes = new BridgeClasses(jar);
      classes.defineAll(paths);
      classes.defineAll(List.of(LAST));
    }
  }

  /** A class whose supertype comes later in the list is refused the first time. */
  private void defineAll(List<String> paths) throws IOException {
    List<String> refused = new ArrayList<>();
    LinkageError why = null;
    for (String path : paths) {
      String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
      byte[] bytes = read(jar, path);
      try {
        jvm.defineClass(null, name, bytes, null, null);
      } catch (LinkageError e) {
        if (!isThere(name)) {
          refused.add(path);
          why = e;
        }
      }
    }
    if (refused.size() == paths.size() && why != null) {
      throw why;
    }
    if (!refused.isEmpty()) {
      defineAll(refused);
    }
  }

  private static boolean isThere(String name) {
    try {
      return Class.forName(name, false, null) != null;
    } catch (ClassNotFoundException notYet) {
      return false;
    }
  }

  private static byte[] read(ZipFile jar, String path) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(path))) {
      return in.readAllBytes();
    }
  }
}
