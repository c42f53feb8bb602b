package dev.gemba.agent.weave;

import dev.gemba.agent.target.ClassSource;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads class files where a class loader finds them, without loading the classes. Classes that
 * exist in memory only are not found, and their subtypes are then matched by name alone.
 *
 * @param loader null for the boot loader
 */
record LoaderClasses(ClassLoader loader) implements ClassSource {

  @Override
  public byte[] read(String internalName) {
    String path = internalName + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(path)
            : loader.getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException | RuntimeException | LinkageError ignored) {
      // A loader that fails here is one that does not know the class, as far as this goes.
      return null;
    }
  }
}
