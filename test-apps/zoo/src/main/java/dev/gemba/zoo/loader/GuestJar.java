package dev.gemba.zoo.loader;

import dev.gemba.zoo.guest.Guest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The classes of {@link dev.gemba.zoo.guest}, packed anew: as a plain jar, as an OSGi bundle, as a
 * named module.
 */
public final class GuestJar {

  /** The module's name, and its package's. */
  public static final String MODULE = "dev.gemba.zoo.guest";

  static final String GUEST = MODULE + ".Guest";

  private GuestJar() {}

  /**
   * A jar that is nothing special.
   *
   * @throws IOException if it cannot be written
   */
  public static Path plain(Path jar) throws IOException {
    return write(jar, Map.of(), Map.of());
  }

  /**
   * An OSGi bundle that imports nothing, so that only {@code java.*} is delegated.
   *
   * @throws IOException if it cannot be written
   */
  public static Path bundle(Path jar) throws IOException {
    return write(
        jar,
        Map.of(
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            MODULE,
            "Bundle-Version",
            "1.0.0"),
        Map.of());
  }

  /**
   * A named module with a main class that requires {@code java.base} alone and exports nothing.
   *
   * @throws IOException if it cannot be written
   */
  public static Path module(Path jar) throws IOException {
    return write(jar, Map.of(), Map.of("module-info.class", moduleInfo()));
  }

  /** The class files by entry name, in order. */
  static SortedMap<String, byte[]> classes() throws IOException {
    Path zoo;
    try {
      zoo = Path.of(Guest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (Files.isDirectory(zoo)) {
      return classes(zoo);
    }
    try (FileSystem jar = FileSystems.newFileSystem(zoo)) {
      return classes(jar.getPath("/"));
    }
  }

  private static SortedMap<String, byte[]> classes(Path root) throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.list(root.resolve(MODULE.replace('.', '/')))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        classes.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static Path write(Path jar, Map<String, String> headers, Map<String, byte[]> more)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    SortedMap<String, byte[]> entries = classes();
    entries.putAll(more);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }

  private static byte[] moduleInfo() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_MODULE, "module-info", null, null, null);
    ModuleVisitor module = writer.visitModule(MODULE, 0, null);
    module.visitMainClass(MODULE.replace('.', '/') + "/GuestMain");
    module.visitPackage(MODULE.replace('.', '/'));
    module.visitRequire("java.base", Opcodes.ACC_MANDATED, null);
    module.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
