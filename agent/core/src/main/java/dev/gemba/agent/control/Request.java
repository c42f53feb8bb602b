package dev.gemba.agent.control;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line that a client sent.
 *
 * @param values by name, decoded
 */
record Request(String command, Map<String, String> values) {

  Request {
    values = Map.copyOf(values);
  }

  /**
   * Reads {@code COMMAND key=value key=value}.
   *
   * @throws CommandRefusedException if it is anything else
   */
  static Request parse(String line) throws CommandRefusedException {
    String[] words = line.strip().split(" +");
    if (words[0].isEmpty()) {
      throw CommandRefusedException.usage("found an empty request, accepted is a command");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw CommandRefusedException.usage("found '" + words[i] + "', accepted is key=value");
      }
      values.put(words[i].substring(0, equals), decoded(words[i].substring(equals + 1)));
    }
    return new Request(words[0], values);
  }

  private static String decoded(String value) throws CommandRefusedException {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw CommandRefusedException.usage(
          "found '" + value + "', accepted is a percent-encoded text");
    }
  }

  /** Null if it was not given. */
  String text(String key) {
    return values.get(key);
  }

  /**
   * @throws CommandRefusedException if it was not given
   */
  String needed(String key) throws CommandRefusedException {
    String value = values.get(key);
    if (value == null) {
      throw CommandRefusedException.usage(command + ": " + key + " is missing");
    }
    return value;
  }

  /**
   * @throws CommandRefusedException if it is no number within the bounds
   */
  long millis(String key, long least, long most, long otherwise) throws CommandRefusedException {
    return values.containsKey(key) ? number(key, least, most, " ms") : otherwise;
  }

  /**
   * @throws CommandRefusedException if it was not given, or is no number within the bounds
   */
  long number(String key, long least, long most) throws CommandRefusedException {
    return number(key, least, most, "");
  }

  private long number(String key, long least, long most, String unit)
      throws CommandRefusedException {
    String value = needed(key);
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Told below, like a number out of bounds.
    }
    throw CommandRefusedException.usage(
        command
            + ": "
            + key
            + ": found '"
            + value
            + "', accepted are "
            + least
            + " to "
            + most
            + unit);
  }
}
