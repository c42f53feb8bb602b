package dev.gemba.exporter.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that were full and moved aside: {@code NAME-000001.jsonl} and up, higher is newer. */
final class RotatedFiles {

  private final Path directory;
  private final String name;
  private final int kept;
  private final Pattern pattern;

  /**
   * @param kept number of files that stay; none if zero
   */
  RotatedFiles(Path directory, String name, int kept) {
    this.directory = directory;
    this.name = name;
    this.kept = kept;
    this.pattern = Pattern.compile(Pattern.quote(name) + "-(\\d{6,15})\\.jsonl");
  }

  /** Moves a closed file here and removes the oldest ones beyond those that are kept. */
  void add(Path full) throws IOException {
    try {
      NavigableMap<Long, Path> byNumber = byNumber();
      long next = byNumber.isEmpty() ? 1 : byNumber.lastKey() + 1;
      Path target = directory.resolve(String.format(Locale.ROOT, "%s-%06d.jsonl", name, next));
      Files.move(full, target);
      byNumber.put(next, target);
      while (byNumber.size() > kept) {
        Files.deleteIfExists(byNumber.pollFirstEntry().getValue());
      }
    } catch (IOException e) {
      throw new IOException("cannot move " + full + " aside, which is full: " + e, e);
    }
  }

  /** Removes those that were last written before a moment. */
  void removeOlderThan(Instant oldest) throws IOException {
    for (Path file : byNumber().values()) {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private NavigableMap<Long, Path> byNumber() throws IOException {
    NavigableMap<Long, Path> byNumber = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher matcher = pattern.matcher(file.getFileName().toString());
        if (matcher.matches()) {
          byNumber.put(Long.parseLong(matcher.group(1)), file);
        }
      }
    }
    return byNumber;
  }
}
