package dev.gemba.bench.workload;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * Makes calls of known length and tells how long they were meant to take, and took by a clock read
 * inside of them. Arguments, all needed: name of the {@link Distribution}, how many calls, seed. It
 * waits at the {@link Gate} before the first call.
 */
public final class AccuracyWorkload {

  private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999};

  private AccuracyWorkload() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    Distribution distribution = Distribution.valueOf(arguments[0]);
    int calls = Integer.parseInt(arguments[1]);
    Random random = new Random(Long.parseLong(arguments[2]));
    Timed timed = new Timed();
    long[] planned = new long[calls];
    long[] took = new long[calls];
    for (int i = 0; i < calls; i++) {
      planned[i] = distribution.nextNanos(random);
    }
    Gate.await();
    for (int i = 0; i < calls; i++) {
      took[i] = timed.spin(planned[i]);
    }
    System.out.println("calls " + calls);
    print("planned", planned);
    print("took", took);
  }

  private static void print(String name, long[] nanos) {
    Arrays.sort(nanos);
    for (double share : SHARES) {
      int rank = (int) Math.ceil(share * nanos.length);
      System.out.println(name + ".p" + share + " " + nanos[rank - 1]);
    }
    System.out.println(name + ".sum " + Arrays.stream(nanos).sum());
  }
}
