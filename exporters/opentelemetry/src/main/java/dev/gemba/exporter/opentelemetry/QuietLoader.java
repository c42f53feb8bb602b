package dev.gemba.exporter.opentelemetry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Loads an exporter and its libraries a second time, with every mention of {@code
 * java.util.logging} replaced by the do-nothing stand-ins of {@link
 * dev.gemba.exporter.opentelemetry.silent}, and with other stand-ins of the exporter's own.
 *
 * <p>OpenTelemetry and OkHttp ask for a JUL logger in their static initialisers. The first such
 * request fixes the JVM's {@code LogManager} for good, and an application that installs its own
 * from {@code main} (JBoss, WildFly, Quarkus) would then fail to start, merely because an agent was
 * quicker. Their warnings would also appear in the application's log.
 *
 * <p>The second effect is wanted too: the libraries' static state, with its threads, belongs to one
 * exporter and ends with it. The parent must serve class files as resources.
 */
public final class QuietLoader extends ClassLoader {

  private static final String LOGGING = "java/util/logging/";
  private static final String SILENT = "dev/gemba/exporter/opentelemetry/silent/";
  private static final List<String> SHARED =
      List.of("io.opentelemetry.", "dev.gemba.exporter.opentelemetry.");

  static {
    registerAsParallelCapable();
  }

  private final List<String> own;
  private final Map<String, String> standIns = new LinkedHashMap<>(Map.of(LOGGING, SILENT));

  /**
   * A loader for one exporter.
   *
   * @param own how names begin of the exporter's classes and of those of its libraries, besides
   *     OpenTelemetry's; all others come from the parent
   * @param standIns classes, as class files name them, by those that they stand in for
   */
  public QuietLoader(
      String name, ClassLoader parent, List<String> own, Map<String, String> standIns) {
    super(name, parent);
    this.own = Stream.of(SHARED, own).flatMap(List::stream).toList();
    this.standIns.putAll(standIns);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (own.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name + ": " + getParent() + " has no resource " + file);
      }
      byte[] code = silenced(in.readAllBytes());
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] silenced(byte[] code) {
    // ISO 8859-1 keeps every byte, and searching such a string is an intrinsic of the JVM.
    String text = new String(code, StandardCharsets.ISO_8859_1);
    try {
      return standIns.keySet().stream().anyMatch(text::contains) ? renamed(code) : code;
    } catch (IOException e) {
      throw new UncheckedIOException("a class file is cut short", e);
    }
  }

  /**
   * Renames within the constant pool, where all names of classes, members and descriptors stand;
   * everything after it refers to them by index (JVM specification, section 4.4).
   */
  private byte[] renamed(byte[] code) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(code));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(code.length + 256);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(in.readLong()); // magic and version
    int constants = in.readUnsignedShort();
    out.writeShort(constants);
    for (int i = 1; i < constants; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      switch (tag) {
        case 1 -> out.writeUTF(standIn(in.readUTF()));
        case 5, 6 -> { // long and double take two indexes
          out.writeLong(in.readLong());
          i++;
        }
        case 7, 8, 16, 19, 20 -> out.writeShort(in.readUnsignedShort());
        case 15 -> {
          out.writeByte(in.readUnsignedByte());
          out.writeShort(in.readUnsignedShort());
        }
        default -> out.writeInt(in.readInt());
      }
    }
    in.transferTo(out);
    return bytes.toByteArray();
  }

  private String standIn(String constant) {
    String renamed = constant;
    for (Map.Entry<String, String> standIn : standIns.entrySet()) {
      renamed = renamed.replace(standIn.getKey(), standIn.getValue());
    }
    return renamed;
  }
}
