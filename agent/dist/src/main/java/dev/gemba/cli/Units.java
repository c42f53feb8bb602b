package dev.gemba.cli;

import dev.gemba.cli.html.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/**
 * Numbers for people: three significant digits, thousands separators, the unit that keeps them
 * short. What is not known is a dash.
 *
 * @param micro the sign for a millionth
 */
record Units(String micro) implements Numbers {

  private static final String UNKNOWN = "-";

  /** Above this, not every whole number is a double. */
  private static final double MOST_EXACT = 1L << 53;

  private static final List<String> SIZES = List.of("B", "kB", "MB", "GB", "TB");

  private static final MathContext THREE_DIGITS = new MathContext(3);

  static Units of(Terminal terminal) {
    return new Units(terminal.unicode() ? "µ" : "u");
  }

  @Override
  public String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Seconds in the unit that suits them, from {@code ns} to {@code s}. */
  @Override
  public String duration(double seconds) {
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      return UNKNOWN;
    }
    if (seconds == 0) {
      return "0 s";
    }
    double rounded = BigDecimal.valueOf(seconds).round(THREE_DIGITS).doubleValue();
    double size = Math.abs(rounded);
    if (size < 1e-6) {
      return number(seconds * 1e9) + " ns";
    }
    if (size < 1e-3) {
      return number(seconds * 1e6) + " " + micro + "s";
    }
    return size < 1 ? number(seconds * 1e3) + " ms" : number(seconds) + " s";
  }

  /** Bytes in the unit that suits them, from {@code B} to {@code TB}, powers of 1024. */
  @Override
  public String size(double bytes) {
    double shown = bytes;
    int unit = 0;
    while (shown >= 1_000 && unit < SIZES.size() - 1) {
      shown /= 1_024;
      unit++;
    }
    String number = unit == 0 && shown == Math.rint(shown) ? count((long) shown) : number(shown);
    return Double.isNaN(bytes) || Double.isInfinite(bytes)
        ? UNKNOWN
        : number + " " + SIZES.get(unit);
  }

  /** A share of one, in per cent. */
  @Override
  public String percent(double share) {
    if (Double.isNaN(share) || Double.isInfinite(share)) {
      return UNKNOWN;
    }
    return String.format(Locale.ROOT, "%,.1f %%", 100 * share);
  }

  /** A value in a UCUM unit: seconds in the unit that suits them, whole numbers as they are. */
  @Override
  public String value(double value, String unit) {
    if (unit.equals("s")) {
      return duration(value);
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < MOST_EXACT;
    return whole ? count((long) value) : number(value);
  }

  /** Three significant digits, but never fewer than those before the point. */
  @Override
  public String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return UNKNOWN;
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded = exact.round(THREE_DIGITS);
    int integerDigits = rounded.precision() - rounded.scale();
    if (integerDigits > 3) {
      return String.format(Locale.ROOT, "%,.0f", exact);
    }
    return rounded.setScale(3 - integerDigits).toPlainString();
  }
}
