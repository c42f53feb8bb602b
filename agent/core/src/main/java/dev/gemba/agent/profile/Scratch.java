package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where Gemba may put files for a moment. */
final class Scratch {

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
   * An empty file in the first of them that takes one.
   *
   * @throws IOException if none does
   */
  static Path newFile(String end) throws IOException {
    IOException first = new IOException("no directory to write to: java.io.tmpdir, user.dir");
    for (Path directory : directories()) {
      try {
        return Files.createTempFile(directory, "gemba-profile-", end);
      } catch (IOException e) {
        first = e;
      }
    }
    throw first;
  }
}
