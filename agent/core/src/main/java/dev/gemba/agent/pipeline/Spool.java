package dev.gemba.agent.pipeline;

import dev.gemba.api.export.Snapshot;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Spans on disk that could not be sent, first in, first out. For one thread, and by a lock for one
 * process. Bounded in size: when it is full, the oldest file of an eighth of that size goes, as
 * what is newest tells most of what is wrong.
 */
final class Spool implements Closeable {

  private static final String LOCK = "lock";
  private static final String SUFFIX = ".spool";
  private static final int SEGMENTS = 8;

  /** Is told of spans that are lost. */
  interface Losses {
    void lost(Loss loss, int spans);
  }

  private final Path directory;
  private final long maxBytes;
  private final Losses losses;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private RandomAccessFile lock;
  private long nextNumber = 1;
  private int torn;

  /** Whether the newest segment is of this run, so that it ends with a whole record. */
  private boolean isWriting;

  private Spool(Path directory, long maxBytes, Losses losses) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.losses = losses;
  }

  /**
   * Makes the directory, or goes on with what an earlier run has left in it.
   *
   * @param losses is told of what is lost from then on
   * @throws IOException with a message for the person who wrote the config
   */
  static Spool open(Path directory, long maxBytes, Losses losses) throws IOException {
    Spool spool = new Spool(directory, maxBytes, losses);
    try {
      OwnerOnly.createDirectories(directory);
      spool.lock();
      spool.findSegments();
      return spool;
    } catch (IOException e) {
      spool.close();
      throw e;
    }
  }

  private void lock() throws IOException {
    Path path = directory.resolve(LOCK);
    if (!Files.exists(path)) {
      OwnerOnly.createFile(path);
    }
    lock = new RandomAccessFile(path.toFile(), "rw");
    boolean locked;
    try {
      locked = lock.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException ignored) {
      locked = false; // Another exporter in this JVM holds it: the same as another process.
    }
    if (!locked) {
      throw new IOException(
          directory + " is in use by another process; set spool.directory to one for this process");
    }
  }

  private void findSegments() throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      found.forEach(paths::add);
    }
    Collections.sort(paths); // numbers of one length: the order in which they were made
    for (Path path : paths) {
      nextNumber = Math.max(nextNumber, numberOf(path) + 1);
      Segment segment = Segment.open(path);
      torn += segment.torn();
      segments.add(segment);
    }
    dropEmpty();
  }

  /** How many spans it holds. */
  int spans() {
    return segments.stream().mapToInt(Segment::pendingSpans).sum();
  }

  /** How many spans an earlier run had not written to the end. */
  int torn() {
    return torn;
  }

  boolean isEmpty() {
    return segments.stream().noneMatch(Segment::hasPending);
  }

  /**
   * Adds a record of spans from this one on.
   *
   * @return how many were added, one at least
   * @throws IOException if nothing could be written
   */
  int append(Snapshot snapshot, int from) throws IOException {
    SpanCodec.Encoded encoded = SpanCodec.encode(snapshot, from);
    long bytes = Segment.recordBytes(encoded.payload().length);
    makeRoom(bytes);
    Segment newest = segments.peekLast();
    if (!isWriting || newest == null || newest.sizeBytes() + bytes > maxBytes / SEGMENTS) {
      newest =
          Segment.create(
              directory.resolve(String.format(Locale.ROOT, "%016d%s", nextNumber++, SUFFIX)));
      segments.add(newest);
      isWriting = true;
    }
    newest.append(encoded.payload(), encoded.spans());
    return encoded.spans();
  }

  private void makeRoom(long bytes) throws IOException {
    long size = segments.stream().mapToLong(Segment::sizeBytes).sum();
    while (size + bytes > maxBytes && !segments.isEmpty()) {
      Segment oldest = segments.remove();
      size -= oldest.sizeBytes();
      losses.lost(Loss.SPOOL_FULL, oldest.pendingSpans());
      oldest.delete();
    }
  }

  /**
   * The oldest record, which stays until it is {@link #done}; null if there is none. What cannot be
   * read is dropped.
   */
  Snapshot first() throws IOException {
    while (!isEmpty()) {
      byte[] payload = segments.element().first();
      try {
        if (payload != null) {
          return SpanCodec.decode(payload);
        }
      } catch (IOException ignored) {
        // As if its checksum were wrong: it is counted, and the next one may be better.
      }
      losses.lost(Loss.SPOOL_UNREADABLE, segments.element().firstSpans());
      done();
    }
    return null;
  }

  /** The oldest record has been delivered, or never will be. */
  void done() throws IOException {
    segments.element().done();
    dropEmpty();
  }

  /** Gives up the oldest file, which cannot be read. */
  void dropOldest() throws IOException {
    Segment oldest = segments.poll();
    if (oldest == null) {
      return;
    }
    losses.lost(Loss.SPOOL_UNREADABLE, oldest.pendingSpans());
    oldest.delete();
  }

  /** What is spooled stays for the next run. */
  @Override
  public void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
    segments.clear();
    if (lock != null) {
      lock.close();
    }
  }

  /** The first segment of those that are left has a record that is pending. */
  private void dropEmpty() throws IOException {
    while (!segments.isEmpty() && !segments.element().hasPending()) {
      segments.remove().delete();
    }
  }

  private static long numberOf(Path path) {
    String name = path.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    } catch (NumberFormatException ignored) {
      return 0; // Somebody else's name for it; it is read all the same.
    }
  }
}
