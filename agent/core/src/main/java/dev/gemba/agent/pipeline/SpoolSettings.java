package dev.gemba.agent.pipeline;

import dev.gemba.api.export.ExporterOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The keys {@code spool.directory} and {@code spool.size} of an exporter. Without a directory there
 * is no spool.
 *
 * @param directory of this exporter alone: the configured one may be shared by several
 * @param sizeBytes of all files together
 */
record SpoolSettings(Path directory, long sizeBytes) {

  static final Set<String> KEYS = Set.of("spool.directory", "spool.size");

  private static final long DEFAULT_BYTES = 64L << 20;
  private static final long LEAST_BYTES = 8L << 20;

  /**
   * @throws IllegalArgumentException naming the key, what was found and what is accepted
   */
  static Optional<SpoolSettings> read(String exporter, ExporterOptions options) {
    String directory = options.text("spool.directory", "").strip();
    long bytes = options.sizeBytes("spool.size", DEFAULT_BYTES);
    if (bytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "spool.size: found '" + options.text("spool.size", "") + "', accepted is 8mb or more");
    }
    if (directory.isEmpty()) {
      if (options.values().containsKey("spool.size")) {
        throw new IllegalArgumentException(
            "spool.size: found without spool.directory, accepted is a directory to spool to");
      }
      return Optional.empty();
    }
    try {
      Path path = Path.of(directory).toAbsolutePath().normalize().resolve(exporter);
      return Optional.of(new SpoolSettings(path, bytes));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "spool.directory: found '" + directory + "', accepted is a directory", e);
    }
  }
}
