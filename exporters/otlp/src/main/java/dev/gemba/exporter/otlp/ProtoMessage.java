package dev.gemba.exporter.otlp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers and byte strings of a protobuf message by their fields, which is all that reading an
 * answer takes. Immutable.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, encoding</a>
 */
final class ProtoMessage {

  private static final byte[] NONE = {};

  private final byte[] encoded;
  private final Map<Integer, Long> numbers = new HashMap<>();
  private final Map<Integer, List<byte[]>> strings = new HashMap<>();
  private int at;

  /**
   * @throws IOException if these are not the bytes of a message
   */
  ProtoMessage(byte[] encoded) throws IOException {
    this.encoded = encoded;
    while (at < encoded.length) {
      long tag = varint();
      int field = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> numbers.put(field, varint());
        case 1 -> skip(8);
        case 2 -> strings.computeIfAbsent(field, f -> new ArrayList<>()).add(string());
        case 5 -> skip(4);
        default -> throw new IOException("no protobuf: tag " + tag);
      }
    }
  }

  /** The last value of an integer field; 0 if it is absent, as protobuf has it. */
  long number(int field) {
    return numbers.getOrDefault(field, 0L);
  }

  /** All values of a field with a string, bytes or a message. */
  List<byte[]> all(int field) {
    return strings.getOrDefault(field, List.of());
  }

  /** The last of {@link #all}; empty if there is none. */
  byte[] bytes(int field) {
    List<byte[]> all = all(field);
    return all.isEmpty() ? NONE : all.get(all.size() - 1);
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64 && at < encoded.length; shift += 7) {
      byte next = encoded[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("no protobuf: a number does not end");
  }

  private byte[] string() throws IOException {
    long length = varint();
    int from = at;
    skip(length);
    byte[] string = new byte[(int) length];
    System.arraycopy(encoded, from, string, 0, string.length);
    return string;
  }

  private void skip(long bytes) throws IOException {
    if (bytes < 0 || bytes > encoded.length - at) {
      throw new IOException("no protobuf: " + bytes + " bytes where " + (encoded.length - at));
    }
    at += (int) bytes;
  }
}
