package dev.gemba.it;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Pieces of {@code gemba.yaml} that most tests share. */
final class ConfigText {

  private ConfigText() {}

  /**
   * Everything that these patterns name, at one capture level, into files in the directory; no
   * packs, no governor.
   */
  static String measuring(Path output, String capture, String... patterns) {
    return head() + target(capture, patterns) + "exporters:\n" + file(output);
  }

  static String head() {
    return "service: it\noverhead: off\npacks: []\ntargets:\n";
  }

  static String target(String capture, String... patterns) {
    String list = Arrays.stream(patterns).map(ConfigText::quoted).collect(Collectors.joining(", "));
    return "  - methods: [" + list + "]\n    capture: " + capture + "\n";
  }

  static String file(Path output) {
    return "  file: { directory: " + quoted(output.toString()) + ", interval: 1s }\n";
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
