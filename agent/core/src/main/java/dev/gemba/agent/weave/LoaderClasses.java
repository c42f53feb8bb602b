package dev.gemba.agent.weave;

import dev.gemba.agent.target.ClassSource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;

/**
 * Reads class files where a class loader finds them, without loading the classes. Classes that
 * exist in memory only are not found, and their subtypes are then matched by name alone. Keeps the
 * loader not alive.
 */
final class LoaderClasses implements ClassSource {

  private final boolean boot;
  private final WeakReference<ClassLoader> loader;

  /**
   * The class files that a loader finds.
   *
   * @param loader null for the boot loader
   */
  LoaderClasses(ClassLoader loader) {
    this.boot = loader == null;
    this.loader = new WeakReference<>(loader);
  }

  @Override
  public byte[] read(String internalName) {
    ClassLoader asked = boot ? ClassLoader.getPlatformClassLoader() : loader.get();
    if (asked == null) {
      return null;
    }
    try (InputStream in = asked.getResourceAsStream(internalName + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException | RuntimeException | LinkageError ignored) {
      // A loader that fails here is one that does not know the class, as far as this goes.
      return null;
    }
  }
}
