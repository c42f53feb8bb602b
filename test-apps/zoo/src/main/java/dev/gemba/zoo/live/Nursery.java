package dev.gemba.zoo.live;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntUnaryOperator;

/** Loads the guest itself, whatever its parent has; everything else comes from there. */
final class Nursery extends ClassLoader {

  private static final String GUEST = Guest.class.getName();

  static {
    registerAsParallelCapable();
  }

  Nursery() {
    super(Nursery.class.getClassLoader());
  }

  static IntUnaryOperator newGuest() throws ReflectiveOperationException {
    return (IntUnaryOperator) new Nursery().loadClass(GUEST).getDeclaredConstructor().newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.equals(GUEST)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
