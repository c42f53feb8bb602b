package dev.gemba.agent.target;

import java.nio.charset.StandardCharsets;

/**
 * A position in the bytes of a class file. Reading past the end throws {@link
 * IndexOutOfBoundsException}. Used by one thread.
 */
final class ByteCursor {
  private final byte[] bytes;
  private int at;

  ByteCursor(byte[] bytes) {
    this.bytes = bytes;
  }

  int at() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  int u1() {
    return bytes[at++] & 0xFF;
  }

  int u2() {
    int value = u2At(at);
    at += 2;
    return value;
  }

  int u4() {
    return (u2() << 16) | u2();
  }

  int u1At(int position) {
    return bytes[position] & 0xFF;
  }

  int u2At(int position) {
    return ((bytes[position] & 0xFF) << 8) | (bytes[position + 1] & 0xFF);
  }

  /** Moves on by a length that the file states, which may be a lie. */
  void skip(int length) {
    if (length < 0 || length > bytes.length - at) {
      throw new IndexOutOfBoundsException("length " + length + " at " + at);
    }
    at += length;
  }

  /** The end of a block of the stated length that begins here. */
  int endOf(int length) {
    int start = at;
    skip(length);
    int end = at;
    at = start;
    return end;
  }

  /** Decodes modified UTF-8 (JVMS 4.4.7); nearly every name is plain ASCII. */
  String utf8At(int position, int length) {
    for (int i = position; i < position + length; i++) {
      if (bytes[i] < 0) {
        return decode(position, length);
      }
    }
    return new String(bytes, position, length, StandardCharsets.ISO_8859_1);
  }

  private String decode(int position, int length) {
    char[] chars = new char[length];
    int count = 0;
    int end = position + length;
    int i = position;
    while (i < end) {
      int b = bytes[i++] & 0xFF;
      if (b < 0x80) {
        chars[count++] = (char) b;
      } else if (b < 0xE0) {
        chars[count++] = (char) (((b & 0x1F) << 6) | (bytes[i++] & 0x3F));
      } else {
        chars[count++] =
            (char) (((b & 0x0F) << 12) | ((bytes[i] & 0x3F) << 6) | (bytes[i + 1] & 0x3F));
        i += 2;
      }
    }
    return new String(chars, 0, count);
  }
}
