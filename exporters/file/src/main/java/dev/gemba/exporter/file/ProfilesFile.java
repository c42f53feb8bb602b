package dev.gemba.exporter.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The files of profiles, bounded in size and in age, all of them together. There is none before the
 * first line. For one thread at a time, and one process.
 *
 * <p>A file moves aside when it has an eighth of either, and seven stay beside the one that is
 * written: so what goes is never more than an eighth of what there is.
 */
final class ProfilesFile implements Closeable {

  static final int FILES = 8;

  private final JsonLinesFile file;
  private final Duration age;

  /** When the file that is written began; null before the first line. */
  private Instant begun;

  ProfilesFile(Path directory, long bytes, Duration age) {
    this.file = new JsonLinesFile(directory, "profiles", Math.max(1, bytes / FILES), FILES);
    this.age = age;
  }

  /**
   * Adds a line, which ends with a newline.
   *
   * @param now of the system's clock, as the files' times are
   * @throws IOException if it could not be written; the next may be
   */
  void append(byte[] line, Instant now) throws IOException {
    if (begun == null) {
      begun = file.begun(now);
    }
    if (!now.isBefore(begun.plus(age.dividedBy(FILES)))) {
      file.moveAside();
      file.removeOlderThan(now.minus(age));
      begun = now;
    }
    if (file.append(line)) {
      begun = now;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
