package dev.gemba.agent.profile;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** The chunks that a recording of JDK Flight Recorder's format is made of. */
final class Chunks {

  /** As much of a chunk as tells its size and when it began. */
  static final int HEAD_BYTES = 40;

  private static final int MAGIC = 'F' << 24 | 'L' << 16 | 'R' << 8;
  private static final int SIZE_AT = 8;
  private static final int START_AT = 32;

  /** What of a recording is read at once; more were samples without bound. */
  private static final long MOST_BYTES = 256 << 20;

  private Chunks() {}

  /**
   * A part of a recording.
   *
   * @throws IOException if there is less of it, or it is too long
   */
  static ByteBuffer read(FileChannel recording, long from, long to) throws IOException {
    if (to - from > MOST_BYTES) {
      throw new IOException(
          "more samples came in than can be read at once: " + (to - from) + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
    while (bytes.hasRemaining()) {
      if (recording.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("the recording ends at " + recording.size());
      }
    }
    return bytes.flip();
  }

  /** The head of the chunk that begins there; null if not even that much is there. */
  static ByteBuffer head(FileChannel recording, long at) throws IOException {
    return at + HEAD_BYTES > recording.size() ? null : read(recording, at, at + HEAD_BYTES);
  }

  /**
   * The size of a chunk by its head, in bytes; one that is still written to says more than there
   * is.
   *
   * @throws IOException if it is none
   */
  static long sizeIn(ByteBuffer head) throws IOException {
    int magic = head.getInt(0);
    long size = head.getLong(SIZE_AT);
    if (magic != MAGIC || size < HEAD_BYTES) {
      throw new IOException(
          "found "
              + Integer.toHexString(magic)
              + " with "
              + size
              + " bytes, accepted is a chunk of JDK Flight Recorder");
    }
    return size;
  }

  /** When a chunk was begun, by its head, in nanoseconds since 1970-01-01T00:00Z. */
  static long startOf(ByteBuffer chunk) {
    return chunk.getLong(START_AT);
  }

  /**
   * All chunks, one after the other.
   *
   * @throws IOException if it is not made of whole chunks
   */
  static List<ByteBuffer> of(ByteBuffer recording) throws IOException {
    List<ByteBuffer> chunks = new ArrayList<>();
    int at = recording.position();
    while (at < recording.limit()) {
      if (recording.limit() - at < HEAD_BYTES) {
        throw new IOException("found " + (recording.limit() - at) + " bytes after the last chunk");
      }
      long size = sizeIn(recording.slice(at, HEAD_BYTES));
      if (size > recording.limit() - at) {
        throw new IOException(
            "found " + (recording.limit() - at) + " bytes of a chunk that has " + size);
      }
      chunks.add(recording.slice(at, (int) size));
      at += (int) size;
    }
    return chunks;
  }
}
