package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where Gemba may put files for a moment. */
final class Scratch {

  /** What is there, as far as is known. */
  private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

  private Scratch() {}

  /** Directories where files can be made, as a rule; the best first. */
  static List<Path> directories() {
    return List.of(
            System.getProperty("java.io.tmpdir", "."),
            System.getProperty("user.dir", "."),
            System.getProperty("user.home", "."))
        .stream()
        // A comma would end the name for async-profiler.
        .filter(name -> !name.contains(","))
        .map(Path::of)
        .toList();
  }

  /**
   * An empty file in the first of them that takes one, for its owner alone to read.
   *
   * @throws IOException if none does
   */
  static Path newFile(String end) throws IOException {
    IOException first = new IOException("no directory to write to: java.io.tmpdir, user.dir");
    for (Path directory : directories()) {
      try {
        Path file = Files.createTempFile(directory, "gemba-profile-", end);
        MADE.add(file);
        return file;
      } catch (IOException e) {
        first = e;
      }
    }
    throw first;
  }

  /** Deletes a file of Gemba's own, if that can be. */
  static void delete(Path file) {
    try {
      MADE.remove(file);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is the system's temporary directory, as a rule.
    }
  }

  /** Deletes what others made and may not come to delete, as the JVM is ending. */
  static void deleteAll() {
    MADE.forEach(Scratch::delete);
  }
}
