package dev.gemba.cli;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes, and what can be shown there.
 *
 * @param out results
 * @param err errors and progress
 * @param interactive whether a person watches, so that colour and moving progress make sense
 * @param unicode whether {@code µ} and {@code …} arrive as such
 */
@SuppressWarnings("ReferenceEquality") // the very stream of the process is meant
record Terminal(PrintStream out, PrintStream err, boolean interactive, boolean unicode) {

  /** Knows about the process's own streams; any other is taken for a file in UTF-8. */
  static Terminal of(PrintStream out, PrintStream err) {
    boolean own = out == System.out;
    boolean unicode = !own || charset().newEncoder().canEncode("µ…");
    return new Terminal(out, err, own && Ansi.AUTO.enabled(), unicode);
  }

  private static Charset charset() {
    // JDK 19 and later; JDK 17 on a terminal; else what System.out was made with.
    String name =
        System.getProperty(
            "stdout.encoding",
            System.getProperty("sun.stdout.encoding", System.getProperty("native.encoding")));
    try {
      return name == null ? StandardCharsets.US_ASCII : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException ignored) {
      // Every stream takes plain ASCII.
      return StandardCharsets.US_ASCII;
    }
  }

  /** The text with an ANSI style such as {@code bold} or {@code red}, on a terminal only. */
  String styled(String style, String text) {
    return interactive ? Ansi.ON.string("@|" + style + " " + text + "|@") : text;
  }

  String ellipsis() {
    return unicode ? "…" : "..";
  }
}
