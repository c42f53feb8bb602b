package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Switches: dense, sparse, on strings that collide, on enums, with yields; and pattern matching by
 * instanceof.
 */
public final class Switches implements Case {

  private static String strings(String text) {
    return switch (text) {
      case "Aa", "AaAa" -> "first";
      case "BB" -> "same hash as Aa";
      case "" -> {
        String length = "empty " + text.length();
        yield length;
      }
      default -> "other";
    };
  }

  @SuppressWarnings("fallthrough") // A case that falls through is one of the shapes shown.
  private static int sparse(int value) {
    int result = 0;
    switch (value) {
      case Integer.MIN_VALUE:
        result += 1;
      case 7:
        result += 10;
        break;
      case 1_000_000:
        result += 100;
        break;
      default:
        result = -1;
    }
    return result;
  }

  private static int dense(int value) {
    return switch (value) {
      case 0 -> 10;
      case 1 -> 11;
      case 2 -> 12;
      case 3 -> throw new IllegalStateException("three");
      default -> 0;
    };
  }

  private static long enums(TimeUnit unit) {
    return switch (unit) {
      case NANOSECONDS -> 1L;
      case SECONDS -> 1_000_000_000L;
      default -> -1L;
    };
  }

  private static String pattern(Object value) {
    if (value instanceof Integer number && number > 10) {
      return "big " + number;
    } else if (value instanceof String text && !text.isEmpty()) {
      return "text " + text.charAt(0);
    } else if (!(value instanceof List<?> list)) {
      return "neither";
    } else {
      return "list " + list.size();
    }
  }

  @Override
  public void run(Report report) {
    for (String text : List.of("Aa", "BB", "AaAa", "BBBB", "", "x")) {
      report.seen("\"" + text + "\"", strings(text));
    }
    for (int value : new int[] {Integer.MIN_VALUE, 7, 1_000_000, 0}) {
      report.seen("sparse " + value, sparse(value));
    }
    report.seen("dense", dense(2) + " " + dense(-5));
    report.ending("dense 3", () -> dense(3));
    try {
      report.seen("null", strings(null));
    } catch (NullPointerException expected) {
      // Its message names the compiler's own variable by slot, as <local1>, and slots may move when
      // a class is woven.
      report.seen("null", expected.getClass());
    }
    report.seen("enums", enums(TimeUnit.SECONDS) + " " + enums(TimeUnit.DAYS));
    for (Object value : new Object[] {11, 1, "word", "", List.of(1), 1.5, null}) {
      report.seen("pattern " + value, pattern(value));
    }
    report.shape(Switches.class);
  }
}
