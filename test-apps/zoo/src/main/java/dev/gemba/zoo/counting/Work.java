package dev.gemba.zoo.counting;

import java.io.IOException;

/**
 * The methods whose calls are counted, by themselves in a {@link Tally} and, if there is one, by an
 * agent.
 */
public final class Work {

  private static final int DEEPEST = 20;

  private final Tally tally;
  private long state;

  /** Work that keeps its own book in the tally. */
  public Work(Tally tally) {
    this.tally = tally;
  }

  /** One call of something, chosen by the number; never throws. */
  public void any(int number) {
    int choice = Math.floorMod(number, 6);
    int detail = Math.floorMod(number / 6, 97);
    try {
      switch (choice) {
        case 0 -> quick(detail);
        case 1 -> failing(detail);
        case 2 -> recursive(detail % DEEPEST, detail % 3 == 0);
        case 3 -> wide(tally, detail, 0.5, detail);
        case 4 -> nested(detail);
        default -> locked(detail);
      }
    } catch (Exception | StackOverflowError counted) {
      state++;
    }
    tally.returned("any");
  }

  int quick(int value) {
    tally.returned("quick");
    return value + 1;
  }

  void failing(int value) throws Exception {
    Throwable thrown =
        switch (value % 6) {
          case 0 -> new IllegalStateException("state");
          case 1 -> new IOException("checked");
          case 2 -> new Rejected("own");
          case 3 -> new StackOverflowError("an error, thrown by hand");
          case 4 -> new ArithmeticException();
          default -> null;
        };
    if (thrown == null) {
      tally.returned("failing");
      return;
    }
    tally.threw("failing", thrown);
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (Exception) thrown;
  }

  int recursive(int depth, boolean fail) {
    if (depth == 0 && fail) {
      IllegalArgumentException bottom = new IllegalArgumentException("bottom");
      tally.threw("recursive", bottom);
      throw bottom;
    }
    int below;
    try {
      below = depth == 0 ? 0 : recursive(depth - 1, fail);
    } catch (IllegalArgumentException passing) {
      tally.threw("recursive", passing);
      throw passing;
    }
    tally.returned("recursive");
    return below + 1;
  }

  static long wide(Tally tally, long a, double b, int c) {
    tally.returned("wide");
    return (long) (a * b) + c;
  }

  /** Calls others, and turns one exception into another. */
  void nested(int value) throws Rejected {
    quick(value);
    try {
      failing(value);
    } catch (IOException io) {
      Rejected rejected = new Rejected("wrapped");
      tally.threw("nested", rejected);
      throw rejected;
    } catch (Exception | StackOverflowError swallowed) {
      state--;
    }
    tally.returned("nested");
  }

  synchronized long locked(int value) {
    tally.returned("locked");
    return state += value;
  }
}
