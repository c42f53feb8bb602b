package dev.gemba.agent.runtime;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the small text files in which Linux tells what it knows (proc(5), cgroups(7)). */
final class KernelFile {

  private static final int MOST_BYTES = 256 * 1024;

  private KernelFile() {}

  /** Null if there is no such file, or nobody lets us read it. */
  static String text(File file) {
    try (FileInputStream in = new FileInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException ignored) {
      // Not Linux, an older one, or a container that hides it: then nothing is known.
      return null;
    }
  }

  /** Empty if there is none. */
  static List<String> lines(File file) {
    String text = text(file);
    return text == null ? List.of() : text.lines().toList();
  }

  /** The number that is all of the file; -1 if there is none, such as where it says "max". */
  static long number(File file) {
    String text = text(file);
    return text == null ? -1 : number(text.strip());
  }

  /**
   * The number behind a word that begins a line, with a colon or without.
   *
   * @return -1 without one
   */
  static long number(String text, String word) {
    int begin = text == null ? -1 : text.startsWith(word) ? 0 : text.indexOf("\n" + word);
    while (begin >= 0) {
      int from = text.startsWith("\n", begin) ? begin + 1 : begin;
      int end = text.indexOf('\n', from);
      String rest = text.substring(from + word.length(), end < 0 ? text.length() : end);
      if (!rest.isEmpty() && ": \t".indexOf(rest.charAt(0)) >= 0) {
        String value = rest.substring(1).strip();
        int space = value.indexOf(' ');
        return number(space < 0 ? value : value.substring(0, space));
      }
      begin = text.indexOf("\n" + word, from);
    }
    return -1;
  }

  /** -1 of what is no number. */
  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException ignored) {
      // A word, such as "max"; or a number of more than 63 bits, which is no limit either.
      return -1;
    }
  }
}
