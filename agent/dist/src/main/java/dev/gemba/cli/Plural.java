package dev.gemba.cli;

/** A number with what it counts. */
final class Plural {

  private Plural() {}

  /**
   * Such as {@code 1 class} and {@code 2 classes}.
   *
   * @param number of an answer; whatever is no number is shown as it is
   */
  static String of(Object number, String one, String many) {
    boolean single = number instanceof Number n && n.longValue() == 1;
    return number + " " + (single ? one : many);
  }
}
