package dev.gemba.agent.config;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;

/** Percentages, spans of time and sizes, as people write them. */
public final class Quantities {

  static final String PERCENTAGE = "a percentage from 0% to 100%";
  public static final String DURATION = "a duration such as 500ms, 2s or 1m";
  public static final String SIZE = "a size such as 64kb, 4mb or 1gb";

  /** Longer numbers are no quantity of anything here, and would only cost time. */
  private static final int MOST_DIGITS = 18;

  private Quantities() {}

  /** Whether the text is a plain number such as {@code 5} or {@code 0.5}. */
  static boolean isNumber(String text) {
    return numberEnd(text) == text.length() && !text.isEmpty();
  }

  /** The ratio that a percentage from 0 to 100 stands for; NaN if the text is none. */
  static double ratio(String text) {
    String compact = text.strip();
    if (!compact.endsWith("%")) {
      return Double.NaN;
    }
    String number = compact.substring(0, compact.length() - 1).strip();
    if (!isNumber(number)) {
      return Double.NaN;
    }
    double ratio = new BigDecimal(number).movePointLeft(2).doubleValue();
    return ratio <= 1 ? ratio : Double.NaN;
  }

  /** A positive span of time, or null if the text is none. */
  public static Duration duration(String text) {
    String compact = text.strip().toLowerCase(Locale.ROOT);
    try {
      Duration duration = compact.startsWith("p") ? Duration.parse(compact) : simple(compact);
      return duration == null || duration.isNegative() || duration.isZero() ? null : duration;
    } catch (DateTimeException | ArithmeticException ignored) {
      // Null says it: the caller tells the user what is accepted.
      return null;
    }
  }

  /** A positive number of bytes, units being powers of 1024; -1 if the text is none. */
  public static long sizeBytes(String text) {
    String compact = text.strip().toLowerCase(Locale.ROOT);
    int end = numberEnd(compact);
    int shift =
        switch (compact.substring(end).strip()) {
          case "", "b" -> 0;
          case "kb" -> 10;
          case "mb" -> 20;
          case "gb" -> 30;
          default -> -1;
        };
    if (end == 0 || shift < 0) {
      return -1;
    }
    try {
      BigDecimal bytes = new BigDecimal(compact.substring(0, end));
      long size = bytes.multiply(BigDecimal.valueOf(1L << shift)).longValueExact();
      return size > 0 ? size : -1;
    } catch (ArithmeticException ignored) {
      // A fraction of a byte or more than a long holds: no size.
      return -1;
    }
  }

  private static Duration simple(String compact) {
    int end = numberEnd(compact);
    long unitNanos =
        switch (compact.substring(end).strip()) {
          case "ns" -> 1;
          case "us" -> 1_000;
          case "ms" -> 1_000_000;
          case "s" -> 1_000_000_000;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          case "d" -> 86_400_000_000_000L;
          default -> 0;
        };
    if (end == 0 || unitNanos == 0) {
      return null;
    }
    BigDecimal number = new BigDecimal(compact.substring(0, end));
    return Duration.ofNanos(number.multiply(BigDecimal.valueOf(unitNanos)).longValueExact());
  }

  /** Where the plain decimal number at the start of the text ends; 0 if there is none. */
  private static int numberEnd(String text) {
    int end = 0;
    boolean fraction = false;
    while (end < text.length() && end <= MOST_DIGITS) {
      char c = text.charAt(end);
      if (c == '.' && !fraction && end > 0) {
        fraction = true;
      } else if (c < '0' || c > '9') {
        break;
      }
      end++;
    }
    boolean complete = end > 0 && end <= MOST_DIGITS && text.charAt(end - 1) != '.';
    return complete ? end : 0;
  }
}
