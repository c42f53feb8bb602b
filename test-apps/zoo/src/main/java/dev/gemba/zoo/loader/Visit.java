package dev.gemba.zoo.loader;

import dev.gemba.zoo.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The visit of a guest in some class loader: what it says there, and what it can and cannot see.
 */
final class Visit {

  private Visit() {}

  static void report(Report report, ClassLoader loader) throws Exception {
    Class<?> type = Class.forName(GuestJar.GUEST, true, loader);
    report(report, type);
    report.seen("sees the zoo", sees(loader, "dev.gemba.zoo.Zoo"));
    report.seen(
        "parent", loader.getParent() == null ? "none" : loader.getParent().getClass().getName());
  }

  @SuppressWarnings("ReferenceEquality") // the very loader is meant
  static void report(Report report, Class<?> type) throws Exception {
    Callable<?> guest = (Callable<?>) type.getConstructor().newInstance();
    report.seen("says", guest.call());
    report.seen("says again", guest.call());
    report.seen("loader", type.getClassLoader().getClass().getName());
    report.seen("is the zoo's own", type.getClassLoader() == Visit.class.getClassLoader());
    report.seen("module", type.getModule().isNamed() ? type.getModule().getName() : "unnamed");
    report.shape(type);
  }

  static boolean sees(ClassLoader loader, String name) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException no) {
      return false;
    }
  }

  /** Something that needs a directory which is gone afterwards. */
  @FunctionalInterface
  interface InDirectory {
    void run(Path directory) throws Exception;
  }

  static void inDirectory(InDirectory action) throws Exception {
    Path directory = Files.createTempDirectory("zoo");
    try {
      action.run(directory);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
