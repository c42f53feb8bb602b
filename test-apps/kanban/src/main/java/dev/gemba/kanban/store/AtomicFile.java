package dev.gemba.kanban.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replaces files so that a reader sees the old text or the new one, never a part: the text goes to
 * a temporary file beside the target, which is then renamed over it.
 */
public final class AtomicFile {
  private static final AtomicLong SEQUENCE = new AtomicLong();
  private static final String SUFFIX = ".tmp";

  private AtomicFile() {}

  /**
   * Writes {@code text} as UTF-8; safe for use by many threads, the last rename wins.
   *
   * @param durable whether to wait until the text is on the disk, at the price of an fsync
   */
  public static void write(Path target, String text, boolean durable) throws IOException {
    String name = "." + target.getFileName() + "." + SEQUENCE.incrementAndGet() + SUFFIX;
    Path temporary = target.resolveSibling(name);
    try {
      try (FileChannel channel = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        if (durable) {
          channel.force(true);
        }
      }
      Files.move(temporary, target, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /** Removes what a crash in the middle of a write may have left; call before the first write. */
  public static void sweep(Path directory) throws IOException {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(directory, ".*.[0-9]*" + SUFFIX)) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }
}
