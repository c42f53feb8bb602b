package dev.gemba.api.export;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An exporter's section of the config, overrides already applied.
 *
 * @param values text of each key that is set, by key; nested keys joined by a dot
 * @param warnings takes one-line messages for the user; throttled, and safe from any thread
 */
public record ExporterOptions(Map<String, String> values, Consumer<String> warnings) {

  public ExporterOptions {
    values = Map.copyOf(values);
  }

  /** The text of a key, or the default if it is not set. */
  public String text(String key, String defaultValue) {
    return values.getOrDefault(key, defaultValue);
  }

  /**
   * A switch: {@code on} or {@code off}, or YAML's {@code true} or {@code false}.
   *
   * @throws IllegalArgumentException if the value is another
   */
  public boolean isOn(String key, boolean defaultValue) {
    String text = values.get(key);
    if (text == null) {
      return defaultValue;
    }
    return switch (text.strip()) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw unacceptable(key, text, "on or off");
    };
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if the value is no number or lies outside {@code [min, max]}
   */
  public long number(String key, long defaultValue, long min, long max) {
    String text = values.get(key);
    if (text == null) {
      return defaultValue;
    }
    try {
      long value = Long.parseLong(text.strip());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException ignored) {
      // The message below names the text and what is accepted, which is all there is to say.
    }
    throw unacceptable(key, text, "a whole number from " + min + " to " + max);
  }

  /**
   * A span of time such as {@code 500ms}, {@code 2s}, {@code 1m} or ISO 8601's {@code PT2S}.
   *
   * @throws IllegalArgumentException if the value has another form or is not positive
   */
  public Duration duration(String key, Duration defaultValue) {
    String text = values.get(key);
    if (text == null) {
      return defaultValue;
    }
    try {
      String compact = text.strip().toUpperCase(Locale.ROOT);
      Duration value =
          compact.startsWith("P")
              ? Duration.parse(compact)
              : compact.endsWith("MS")
                  ? Duration.ofMillis(Long.parseLong(compact.substring(0, compact.length() - 2)))
                  : Duration.parse("PT" + compact);
      if (value.compareTo(Duration.ZERO) > 0) {
        return value;
      }
    } catch (NumberFormatException | DateTimeParseException ignored) {
      // As above: the message below says it all.
    }
    throw unacceptable(key, text, "a positive duration such as 500ms, 2s or 1m");
  }

  /**
   * A size in bytes such as {@code 64kb}, {@code 4mb} or {@code 1gb} (powers of 1024).
   *
   * @throws IllegalArgumentException if the value has another form or is not positive
   */
  public long sizeBytes(String key, long defaultValue) {
    String text = values.get(key);
    if (text == null) {
      return defaultValue;
    }
    String compact = text.strip().toLowerCase(Locale.ROOT);
    String digits = compact.replaceFirst("(kb|mb|gb|b)$", "");
    int shift = compact.endsWith("kb") ? 10 : compact.endsWith("mb") ? 20 : 0;
    shift = compact.endsWith("gb") ? 30 : shift;
    try {
      long value = Math.multiplyExact(Long.parseLong(digits), 1L << shift);
      if (value > 0) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException ignored) {
      // As above: the message below says it all.
    }
    throw unacceptable(key, text, "a size such as 64kb, 4mb or 1gb");
  }

  private static IllegalArgumentException unacceptable(String key, String found, String accepted) {
    return new IllegalArgumentException(key + ": found '" + found + "', accepted is " + accepted);
  }
}
