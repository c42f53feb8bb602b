package dev.gemba.agent.config;

import java.util.Objects;

/**
 * Something in the config that its author should know.
 *
 * @param severity whether a part was left out for it
 * @param file the file as the user named it, or the override it stands in ({@code
 *     -Dgemba.sampling.keep}, {@code GEMBA_SAMPLING_KEEP})
 * @param line from 1; 0 if it belongs to no line
 * @param key path of the key, such as {@code targets[1].capture}; empty if it belongs to none
 * @param found what was found, as a phrase; of a notice, all that it says
 * @param accepted what is accepted: values separated by a comma, or a phrase that begins with "a";
 *     empty if there is nothing to add
 * @param nearest the known name that was probably meant; empty if none is near
 */
public record Problem(
    Severity severity,
    String file,
    int line,
    String key,
    String found,
    String accepted,
    String nearest) {

  /** What a problem does to the config. */
  public enum Severity {
    /** The part it stands in has no effect. */
    ERROR,
    /** Valid, but not what its author may expect. */
    NOTICE
  }

  private static final int LONGEST_QUOTE = 80;

  public Problem {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(file, "file");
    key = oneLine(key);
    found = oneLine(found);
    accepted = oneLine(accepted);
    nearest = oneLine(nearest);
  }

  /**
   * One line, such as {@code gemba.yaml:12: targets[1].capture: found 'spam', accepted are count,
   * timing, span (did you mean span?)}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(place(file, line)).append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    text.append(severity == Severity.ERROR ? "found " : "").append(found);
    if (!accepted.isEmpty()) {
      text.append(isPhrase(accepted) ? ", accepted is " : ", accepted are ").append(accepted);
    }
    if (!nearest.isEmpty()) {
      text.append(" (did you mean ").append(nearest).append("?)");
    }
    return text.toString();
  }

  static String place(String file, int line) {
    return line > 0 ? file.concat(":").concat(Integer.toString(line)) : file;
  }

  /** A text from the config, cut to a readable length. */
  static String quoted(String text) {
    String cut = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    return "'" + cut + "'";
  }

  private static boolean isPhrase(String accepted) {
    return accepted.startsWith("a ") || accepted.startsWith("an ");
  }

  private static String oneLine(String text) {
    if (text == null) {
      return "";
    }
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line.append("\\n");
      } else if (c == '\t') {
        line.append("\\t");
      } else {
        line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '\uFFFD' : c);
      }
    }
    return line.toString();
  }
}
