package dev.gemba.cli.top;

import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/** Reads keys, of which some come as several characters. For one thread. */
final class KeyReader {

  private static final int ESCAPE = 27;
  private static final long REST_OF_A_KEY_MILLIS = 30;

  private final NonBlockingReader in;

  KeyReader(NonBlockingReader in) {
    this.in = in;
  }

  /** The next key; null if none came in time, or it is one without a meaning. */
  Key read(long millis) throws IOException {
    int c = in.read(millis);
    if (c == NonBlockingReader.EOF) {
      return Key.of('q');
    }
    if (c < 0) {
      return null;
    }
    return switch (c) {
      case ESCAPE -> escaped();
      case '\r', '\n' -> Key.of(Key.Name.ENTER);
      case 8, 127 -> Key.of(Key.Name.BACKSPACE);
      default -> Key.of((char) c);
    };
  }

  private Key escaped() throws IOException {
    int c = in.read(REST_OF_A_KEY_MILLIS);
    if (c != '[' && c != 'O') {
      return Key.of(Key.Name.ESCAPE);
    }
    StringBuilder sequence = new StringBuilder();
    do {
      c = in.read(REST_OF_A_KEY_MILLIS);
      if (c > 0) {
        sequence.append((char) c);
      }
    } while (c > 0 && (Character.isDigit(c) || c == ';'));
    return switch (sequence.toString()) {
      case "A" -> Key.of(Key.Name.UP);
      case "B" -> Key.of(Key.Name.DOWN);
      case "H", "1~", "7~" -> Key.of(Key.Name.HOME);
      case "F", "4~", "8~" -> Key.of(Key.Name.END);
      case "5~" -> Key.of(Key.Name.PAGE_UP);
      case "6~" -> Key.of(Key.Name.PAGE_DOWN);
      default -> null;
    };
  }
}
