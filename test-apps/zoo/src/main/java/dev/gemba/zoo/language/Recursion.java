package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;

/** Recursion: simple, mutual, exceptional from the depth, and to the end of the stack. */
public final class Recursion implements Case {

  private long deepest;

  @Override
  public void run(Report report) {
    report.seen("ackermann", ackermann(2, 9));
    report.seen("mutual", even(501));
    report.ending("throws from the depth", () -> dive(5));
  }

  /**
   * Runs out of stack, several times, catching it at differing depths; only deterministic facts are
   * reported.
   */
  public static void overflow(Report report) {
    Recursion recursion = new Recursion();
    for (int round = 0; round < 3; round++) {
      try {
        recursion.bottomless(0, 0.5);
        report.seen("round " + round, "returned");
      } catch (StackOverflowError expected) {
        report.seen(
            "round " + round,
            expected.getClass().getName()
                + " after at least 200 calls: "
                + (recursion.deepest > 200));
      }
      report.seen("still works", recursion.ackermann(2, 3));
    }
    report.seen("caught inside", recursion.recovering(0));
  }

  @SuppressWarnings("InfiniteRecursion") // To the end of the stack is the point.
  private long bottomless(long depth, double ballast) {
    deepest = Math.max(deepest, depth);
    return bottomless(depth + 1, ballast * 2) + 1;
  }

  private String recovering(int depth) {
    try {
      bottomless(0, 0.5);
      return "returned";
    } catch (StackOverflowError expected) {
      return depth == 3 ? "recovered" : recovering(depth + 1);
    } finally {
      deepest = 0;
    }
  }

  private int ackermann(int m, int n) {
    if (m == 0) {
      return n + 1;
    }
    return n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
  }

  private boolean even(int n) {
    return n == 0 || odd(n - 1);
  }

  private boolean odd(int n) {
    return n != 0 && even(n - 1);
  }

  @SuppressWarnings("InfiniteRecursion") // It ends by an exception, which the checker does not see.
  private int dive(int depth) {
    if (depth == 0) {
      throw new IllegalStateException("bottom");
    }
    return dive(depth - 1) + 1;
  }
}
