package dev.gemba.exporter.file;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;

/**
 * A file of whole lines that is bounded in size. For one thread at a time, and one process.
 *
 * <p>Each line goes to the operating system in one write at the end of the file, so a process that
 * dies can only cut the last line; the next {@link #open} finds that out and starts on a new line.
 * A write that fails is taken back: the file is cut to where it ended before. Nothing is forced to
 * the disk, so a machine that dies may lose what it had not written yet.
 */
final class JsonLinesFile implements Closeable {

  // Far beyond any data: on Windows a lock keeps readers away from the bytes that it covers.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path directory;
  private final Path path;
  private final RotatedFiles rotated;
  private final long maxBytes;

  private RandomAccessFile file;
  private Object fileKey;

  /** Where the file has to be cut before it takes another line; -1 if it ends well. */
  private long cutAt = -1;

  JsonLinesFile(Path directory, String name, long maxBytes, int maxFiles) {
    this.directory = directory;
    this.path = directory.resolve(name + ".jsonl");
    this.rotated = new RotatedFiles(directory, name, maxFiles - 1);
    this.maxBytes = maxBytes;
  }

  /**
   * Makes the directory and the file unless they exist.
   *
   * @throws IOException with a message for the person who wrote the config
   */
  void open() throws IOException {
    makeDirectory();
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (FileNotFoundException e) {
      throw new IOException(
          "cannot write " + e.getMessage() + "; set directory to one that can be written", e);
    }
    try {
      lock();
      cutAt = -1;
      fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Adds a line, which ends with a newline.
   *
   * @return whether it is the first of its file
   * @throws IOException if it could not be written; then the file is as it was before, and the next
   *     call may succeed
   */
  boolean append(byte[] line) throws IOException {
    if (file == null || isGone()) {
      close();
      open();
    }
    if (cutAt >= 0) {
      cutBack();
    }
    long size = file.length();
    if (size > 0 && size + line.length > maxBytes) {
      moveAside();
      open();
      size = file.length();
    }
    write(endsWithLine(size) ? line : onNewLine(line), size);
    return size == 0;
  }

  /** Has the next line begin another file. */
  void moveAside() throws IOException {
    close();
    if (Files.exists(path)) {
      rotated.add(path);
    }
  }

  /** Removes files that were moved aside and last written before a moment. */
  void removeOlderThan(Instant oldest) throws IOException {
    rotated.removeOlderThan(oldest);
  }

  /** When the file that is there was made, as far as the file system tells; else the default. */
  Instant begun(Instant defaultValue) throws IOException {
    try {
      BasicFileAttributes known = Files.readAttributes(path, BasicFileAttributes.class);
      boolean told = known.isRegularFile() && known.size() > 0;
      return told ? known.creationTime().toInstant() : defaultValue;
    } catch (NoSuchFileException ignored) {
      return defaultValue; // It will be made by the first line.
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      RandomAccessFile closing = file;
      file = null;
      closing.close();
    }
  }

  private void makeDirectory() throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IOException("directory: found '" + directory + "', which is a file");
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException(
          "cannot make " + directory + " (" + e + "); set directory to one that can be written", e);
    }
  }

  /** Two processes that rotate the same files would lose each other's lines without a word. */
  private void lock() throws IOException {
    boolean locked;
    try {
      locked = file.getChannel().tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException ignored) {
      locked = false; // Another exporter in this JVM holds it: the same as another process.
    } catch (ClosedChannelException e) {
      throw e; // The thread was interrupted, which closes the channel and so the file.
    } catch (IOException ignored) {
      locked = true; // A file system without locks: better to write unguarded than not at all.
    }
    if (!locked) {
      throw new IOException(
          path + " is being written by another process; set directory to one for this process");
    }
  }

  /** Whether someone removed the file or moved it away; what we write would then be lost. */
  private boolean isGone() throws IOException {
    try {
      return !Objects.equals(
          fileKey, Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException ignored) {
      return true; // That is the answer.
    }
  }

  private boolean endsWithLine(long size) throws IOException {
    if (size == 0) {
      return true;
    }
    file.seek(size - 1);
    return file.read() == '\n';
  }

  private static byte[] onNewLine(byte[] line) {
    byte[] both = new byte[line.length + 1];
    both[0] = '\n';
    System.arraycopy(line, 0, both, 1, line.length);
    return both;
  }

  private void write(byte[] bytes, long size) throws IOException {
    try {
      file.seek(size);
      file.write(bytes);
    } catch (IOException e) {
      cutAt = size;
      IOException failure =
          new IOException(
              "cannot write " + bytes.length + " bytes to " + path + ": " + e.getMessage(), e);
      try {
        cutBack();
      } catch (IOException cut) {
        failure.addSuppressed(cut); // The next append tries again before it writes.
      }
      throw failure;
    }
  }

  private void cutBack() throws IOException {
    try {
      file.setLength(cutAt);
      cutAt = -1;
    } catch (IOException e) {
      throw new IOException(
          "cannot cut " + path + " back to its last whole line: " + e.getMessage(), e);
    }
  }
}
