package dev.gemba.zoo.loader;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * A loader that asks its parent for {@code java.*} alone, as servlet containers and plug-in hosts
 * do.
 */
public final class ChildFirst implements Case {

  static final class Loader extends URLClassLoader {
    Loader(Path jar) throws IOException {
      super(new URL[] {jar.toUri().toURL()}, ChildFirst.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("java.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  @Override
  public void run(Report report) throws Exception {
    Visit.inDirectory(
        directory -> {
          try (Loader loader = new Loader(GuestJar.plain(directory.resolve("guest.jar")))) {
            Visit.report(report, loader);
            report.ending(
                "a class that is nowhere", () -> loader.loadClass("dev.gemba.zoo.guest.Nobody"));
          }
        });
  }
}
