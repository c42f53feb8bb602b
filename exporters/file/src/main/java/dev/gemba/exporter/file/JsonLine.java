package dev.gemba.exporter.file;

import java.nio.charset.StandardCharsets;

/**
 * One line of JSON, written from left to right. By hand, as the sixty classes that a library loads
 * for its first line are a good part of what Gemba costs a JVM that soon ends. It trusts its caller
 * to close what it opens.
 */
final class JsonLine {

  private static final int INITIAL_CHARS = 16 << 10;
  private static final long NANOS = 1_000_000_000;
  private static final double EXACT = 1L << 53;
  private static final char REPLACEMENT = '\uFFFD';
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder(INITIAL_CHARS);

  JsonLine startObject() {
    separate().append('{');
    return this;
  }

  JsonLine startObject(String name) {
    name(name).append('{');
    return this;
  }

  JsonLine startArray(String name) {
    name(name).append('[');
    return this;
  }

  JsonLine endObject() {
    text.append('}');
    return this;
  }

  JsonLine endArray() {
    text.append(']');
    return this;
  }

  JsonLine string(String value) {
    quoted(separate(), value);
    return this;
  }

  JsonLine string(String name, String value) {
    quoted(name(name), value);
    return this;
  }

  /** A number of 64 bits, which is a string by protobuf's JSON mapping. */
  JsonLine integer(long value) {
    separate().append('"').append(value).append('"');
    return this;
  }

  JsonLine integer(String name, long value) {
    name(name).append('"').append(value).append('"');
    return this;
  }

  JsonLine number(int value) {
    separate().append(value);
    return this;
  }

  JsonLine number(String name, int value) {
    name(name).append(value);
    return this;
  }

  /** What is no finite number becomes a string, by protobuf's JSON mapping. */
  JsonLine number(String name, double value) {
    if (Double.isFinite(value)) {
      number(name(name), value);
    } else {
      string(name, Double.toString(value));
    }
    return this;
  }

  /**
   * Most are whole, or seconds that were nanoseconds before, and are written as these: looking for
   * the shortest digits of a double takes ten times as long.
   */
  private static void number(StringBuilder text, double value) {
    double nanos = Math.rint(value * NANOS);
    if (value > 0 && value < EXACT && value == (long) value) {
      text.append((long) value).append(".0");
    } else if (nanos > 0 && nanos < EXACT && nanos / NANOS == value) {
      seconds(text, (long) nanos);
    } else {
      text.append(value);
    }
  }

  private static void seconds(StringBuilder text, long nanos) {
    text.append(nanos / NANOS).append('.');
    long rest = nanos % NANOS;
    long digit = NANOS / 10;
    do {
      text.append((char) ('0' + rest / digit));
      rest %= digit;
      digit /= 10;
    } while (rest > 0);
  }

  JsonLine bool(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  /** The line with its newline, in UTF-8. */
  byte[] bytes() {
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private StringBuilder name(String name) {
    quoted(separate(), name);
    return text.append(':');
  }

  /** A comma between two values, and none behind an opening bracket. */
  private StringBuilder separate() {
    int length = text.length();
    char last = length == 0 ? '[' : text.charAt(length - 1);
    return last == '{' || last == '[' ? text : text.append(',');
  }

  private static void quoted(StringBuilder text, String value) {
    text.append('"');
    if (isPlain(value)) {
      text.append(value);
    } else {
      escaped(text, value);
    }
    text.append('"');
  }

  /** Whether it can stand as it is: nearly all can, and are copied at once. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c < ' ' || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static void escaped(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else if (!Character.isSurrogate(c)) {
        text.append(c);
      } else if (i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1))) {
        text.append(c).append(value.charAt(++i));
      } else {
        // Values are cut to length by the agent, and a cut may fall between two surrogates.
        text.append(REPLACEMENT);
      }
    }
  }
}
