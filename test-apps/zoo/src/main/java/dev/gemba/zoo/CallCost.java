package dev.gemba.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Shows what a watched call costs: the same small method once for each way of watching it, called
 * in interleaved rounds, each round timed as a whole. Run it with {@code call-cost.yaml}:
 *
 * <pre>
 * java -javaagent:agent/dist/target/gemba.jar=test-apps/zoo/call-cost.yaml \
 *   -cp test-apps/zoo/target/zoo.jar dev.gemba.zoo.CallCost
 * </pre>
 *
 * <p>Prints nanoseconds a call beyond the bare method: minimum, median and maximum over the rounds.
 */
public final class CallCost {

  private static final int CALLS = 200_000;
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 41;

  private record Way(String name, LongUnaryOperator call) {}

  private static final List<String> LINES = List.of("a", "b", "c");

  private static long byHandTotal;

  private CallCost() {}

  /** See the class. */
  public static void main(String[] arguments) {
    List<Way> ways =
        List.of(
            new Way("bare", CallCost::bare),
            new Way("two clock reads and a sum, by hand", CallCost::byHand),
            new Way("count", CallCost::count),
            new Way("timing", CallCost::timing),
            new Way("span, 1 % of traces kept", CallCost::span),
            new Way("timing + dimension", v -> dimension(LINES, v)),
            new Way("timing + measure", v -> measure(LINES, v)),
            new Way("span + attribute, 1 % kept", v -> attribute(LINES, v)));
    double[][] nanos = new double[ways.size()][ROUNDS];
    long sink = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int way = 0; way < ways.size(); way++) {
        LongUnaryOperator call = ways.get(way).call;
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
          sink += call.applyAsLong(i);
        }
        if (round >= 0) {
          nanos[way][round] = (System.nanoTime() - start) / (double) CALLS;
        }
      }
    }
    print(ways, nanos, sink);
  }

  private static void print(List<Way> ways, double[][] nanos, long sink) {
    double bare = Arrays.stream(nanos[0]).sorted().toArray()[ROUNDS / 2];
    System.out.printf(
        "%-36s %8s %8s %8s   (%d rounds of %d calls)%n",
        "ns a call", "min", "median", "max", ROUNDS, CALLS);
    for (int way = 0; way < nanos.length; way++) {
      Arrays.sort(nanos[way]);
      double less = way == 0 ? 0 : bare;
      System.out.printf(
          "%-36s %8.1f %8.1f %8.1f%n",
          ways.get(way).name,
          nanos[way][0] - less,
          nanos[way][ROUNDS / 2] - less,
          nanos[way][ROUNDS - 1] - less);
    }
    System.out.println("checked " + (sink + byHandTotal != 0));
  }

  private static long work(long value) {
    return (value ^ 0x5bd1e995L) * 31;
  }

  private static long bare(long value) {
    return work(value);
  }

  private static long byHand(long value) {
    long start = System.nanoTime();
    long result = work(value);
    byHandTotal += System.nanoTime() - start;
    return result;
  }

  private static long count(long value) {
    return work(value);
  }

  private static long timing(long value) {
    return work(value);
  }

  private static long span(long value) {
    return work(value);
  }

  private static long dimension(List<String> lines, long value) {
    return work(value) + lines.size();
  }

  private static long measure(List<String> lines, long value) {
    return work(value) + lines.size();
  }

  private static long attribute(List<String> lines, long value) {
    return work(value) + lines.size();
  }
}
