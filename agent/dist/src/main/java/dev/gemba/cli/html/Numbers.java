package dev.gemba.cli.html;

/** How numbers are put for people; what is not known is a dash. */
public interface Numbers {

  /** A whole number. */
  String count(long value);

  /** Seconds. */
  String duration(double seconds);

  /** A share of one. */
  String percent(double share);

  /** A value in a UCUM unit. */
  String value(double value, String unit);

  /** Bytes. */
  String size(double bytes);

  /** Any other number. */
  String number(double value);
}
