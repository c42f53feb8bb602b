package dev.gemba.bench;

import java.util.Locale;

/** Says on the standard error what is going on, so that the standard output is tables alone. */
final class Progress {

  private Progress() {}

  static void say(String format, Object... values) {
    System.err.println("==> " + String.format(Locale.ROOT, format, values));
  }
}
