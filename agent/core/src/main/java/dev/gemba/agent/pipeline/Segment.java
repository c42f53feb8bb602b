package dev.gemba.agent.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of records, which are read in the order in which they were written. For one thread.
 *
 * <p>A record is a mark, the number of its spans, its length, a CRC-32C of these two and of its
 * bytes, and its bytes. It goes to the operating system in one write. Once it is done with, its
 * mark is overwritten, so that a restart does not send it again; when all are, the file goes.
 * Nothing is forced to the disk: a process that is killed loses nothing of it, a machine that dies
 * may.
 *
 * <p>Not a channel, which an interrupt would close: a lane that is told to hurry writes just then.
 */
final class Segment implements Closeable {

  private static final int HEADER_BYTES = 13;
  private static final byte PENDING = 'G';
  private static final byte DONE = '-';

  /** Far beyond any record; what claims to be longer is none. */
  private static final int MAX_RECORD_BYTES = 64 << 20;

  /** Likewise. */
  private static final int MAX_RECORD_SPANS = 100_000;

  private record Header(byte mark, int spans, int length, int crc) {

    boolean isPlausible() {
      return (mark == PENDING || mark == DONE)
          && spans >= 0
          && spans <= MAX_RECORD_SPANS
          && length >= 0
          && length <= MAX_RECORD_BYTES;
    }
  }

  private final Path path;
  private final RandomAccessFile file;

  /** Of the first record that is not done with. */
  private long readAt;

  /** Behind the last whole record. */
  private long end;

  private int pendingSpans;
  private int torn;

  private Segment(Path path) throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  /** An empty one. */
  static Segment create(Path path) throws IOException {
    OwnerOnly.createFile(path);
    return new Segment(path);
  }

  /** One that another run has left behind. */
  static Segment open(Path path) throws IOException {
    Segment segment = new Segment(path);
    try {
      segment.scan();
      return segment;
    } catch (IOException e) {
      segment.close();
      throw e;
    }
  }

  private void scan() throws IOException {
    long length = file.length();
    boolean foundPending = false;
    while (end < length) {
      Header header = length - end < HEADER_BYTES ? null : header(end);
      if (header == null || !header.isPlausible()) {
        torn = 1;
        break;
      }
      if (header.length > length - end - HEADER_BYTES) {
        torn = Math.max(1, header.spans);
        break;
      }
      if (header.mark == PENDING) {
        readAt = foundPending ? readAt : end;
        foundPending = true;
        pendingSpans += header.spans;
      }
      end += HEADER_BYTES + header.length;
    }
    readAt = foundPending ? readAt : end;
  }

  /** How many spans were in what a kill has cut off at the end, as far as that can be told. */
  int torn() {
    return torn;
  }

  /** In records that are not done with. */
  int pendingSpans() {
    return pendingSpans;
  }

  boolean hasPending() {
    return readAt < end;
  }

  long sizeBytes() {
    return end;
  }

  /** What a record of this many bytes takes. */
  static long recordBytes(int payloadBytes) {
    return (long) HEADER_BYTES + payloadBytes;
  }

  /**
   * @throws IOException if it could not be written; then the file ends as before
   */
  void append(byte[] payload, int spans) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    record.put(PENDING).putInt(spans).putInt(payload.length).putInt(crc(spans, payload));
    record.put(payload);
    try {
      file.seek(end);
      file.write(record.array());
    } catch (IOException e) {
      file.setLength(end);
      throw e;
    }
    end += record.capacity();
    pendingSpans += spans;
  }

  /** How many spans the first pending record holds. */
  int firstSpans() throws IOException {
    return header(readAt).spans;
  }

  /** The bytes of the first pending record; null if they are not those that were written. */
  byte[] first() throws IOException {
    Header header = header(readAt);
    byte[] payload = new byte[header.length];
    file.seek(readAt + HEADER_BYTES);
    file.readFully(payload);
    return crc(header.spans, payload) == header.crc ? payload : null;
  }

  /** The first pending record is done with. */
  void done() throws IOException {
    Header header = header(readAt);
    file.seek(readAt);
    file.write(DONE);
    pendingSpans -= header.spans;
    readAt += HEADER_BYTES + header.length;
    while (readAt < end) {
      Header next = header(readAt);
      if (next.mark == PENDING) {
        return;
      }
      readAt += HEADER_BYTES + next.length;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  void delete() throws IOException {
    try (file) {
      Files.deleteIfExists(path);
    }
  }

  private Header header(long at) throws IOException {
    byte[] bytes = new byte[HEADER_BYTES];
    file.seek(at);
    file.readFully(bytes);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    return new Header(header.get(), header.getInt(), header.getInt(), header.getInt());
  }

  private static int crc(int spans, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(spans).putInt(payload.length).flip());
    crc.update(payload);
    return (int) crc.getValue();
  }
}
