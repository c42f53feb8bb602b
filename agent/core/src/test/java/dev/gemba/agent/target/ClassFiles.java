package dev.gemba.agent.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Class files of what the tests run on, as a weaver would find them. */
final class ClassFiles {
  static final ClassSource SOURCE = ClassFiles::find;

  private ClassFiles() {}

  static byte[] find(String internalName) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(internalName + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ClassFacts facts(Class<?> type) {
    return ClassFileReader.read(find(type.getName().replace('.', '/')));
  }

  /** The class and all that are nested in it. */
  static List<Class<?>> nested(Class<?> type) {
    List<Class<?>> all = new ArrayList<>();
    all.add(type);
    for (Class<?> inner : type.getDeclaredClasses()) {
      all.addAll(nested(inner));
    }
    return all;
  }
}
