package dev.gemba.agent.trace;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What may be told of commands to Redis: their names and how many arguments they have, and nothing
 * of what these are. Safe for use by all threads.
 */
final class RedisNames {

  /** Stands for what is no name, or one too many. */
  static final String OTHER = "OTHER";

  /** Redis has some 400 commands with all of its modules. */
  static final int MOST = 1_000;

  private static final int LONGEST = 64;
  private static final int LONGEST_CODE = 32;
  private static final int MOST_ARGUMENTS = 16;

  private final ConcurrentHashMap<String, String> names = new ConcurrentHashMap<>();

  /**
   * The name of a command, in upper case. Anybody can send anything by that name, so there are only
   * so many.
   *
   * @param command as it is sent; null if it is not known
   */
  String of(byte[] command) {
    if (command == null || command.length == 0 || command.length > LONGEST) {
      return OTHER;
    }
    for (byte character : command) {
      if (!isOfName((char) character)) {
        return OTHER;
      }
    }
    String name = new String(command, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
    String known = names.get(name);
    if (known != null) {
      return known;
    }
    if (names.size() >= MOST) {
      return OTHER;
    }
    names.put(name, name);
    return name;
  }

  private static boolean isOfName(char character) {
    return isUpper(character)
        || (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9')
        || character == '.'
        || character == '_'
        || character == '-';
  }

  private static boolean isUpper(char character) {
    return character >= 'A' && character <= 'Z';
  }

  /** {@code db.query.text}: the command, with a mark in place of each argument. */
  static String text(String name, int arguments) {
    StringBuilder text = new StringBuilder(name);
    for (int i = 0; i < Math.min(arguments, MOST_ARGUMENTS); i++) {
      text.append(" ?");
    }
    return arguments > MOST_ARGUMENTS ? text.append(" …").toString() : text.toString();
  }

  /**
   * The code that an error of Redis begins with, such as {@code WRONGTYPE}.
   *
   * @param message as the server sent it
   * @return null if it begins with none
   */
  static String code(String message) {
    int end = 0;
    while (message != null && end < message.length() && isUpper(message.charAt(end))) {
      end++;
    }
    boolean isCode =
        end > 1 && end <= LONGEST_CODE && (end == message.length() || message.charAt(end) == ' ');
    return isCode ? message.substring(0, end) : null;
  }
}
