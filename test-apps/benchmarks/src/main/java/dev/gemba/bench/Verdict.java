package dev.gemba.bench;

/**
 * Whether an agent recorded what it was meant to.
 *
 * @param good whether it did
 * @param text what was counted, and what was expected
 */
record Verdict(boolean good, String text) {

  static final Verdict NOT_NEEDED = new Verdict(true, "");

  static Verdict equal(String what, long found, long expected) {
    return new Verdict(found == expected, found + " of " + expected + " " + what);
  }

  static Verdict between(String what, long found, long least, long most) {
    boolean good = found >= least && found <= most;
    return new Verdict(
        good, found + " " + what + (good ? "" : ", expected " + least + " to " + most));
  }

  /** For a cell of a table. */
  String shown() {
    return (good ? "" : "WRONG: ") + text;
  }

  /** The first that is not good, or the last. */
  Verdict and(Verdict other) {
    return good ? other : this;
  }
}
