package dev.gemba.zoo;

import dev.gemba.zoo.counting.Tally;
import dev.gemba.zoo.counting.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Drives {@link Work} from many threads by a seeded mix of calls, and prints the true number of
 * them as one line of JSON.
 *
 * <p>{@code Counting THREADS CALLS SEED platform|virtual [hold]}: so many threads in each of three
 * waves, so many calls in each thread. With {@code hold} it stays alive after printing until its
 * standard input ends.
 */
public final class Counting {

  private static final int WAVES = 3;

  private Counting() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    int calls = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    boolean virtual = arguments[3].equals("virtual");
    Tally total = new Tally();
    for (int wave = 0; wave < WAVES; wave++) {
      List<Tally> tallies = new ArrayList<>();
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Tally tally = new Tally();
        Random random = new Random(seed + wave * 1_000_003L + t);
        tallies.add(tally);
        running.add(Threads.start(virtual, () -> drive(new Work(tally), random, calls)));
      }
      for (Thread thread : running) {
        thread.join();
      }
      tallies.forEach(total::merge);
    }
    System.out.println(total.json());
    if (arguments.length > 4 && arguments[4].equals("hold")) {
      Threads.awaitEndOfInput();
    }
  }

  private static void drive(Work work, Random random, int calls) {
    for (int i = 0; i < calls; i++) {
      work.any(random.nextInt());
      if (i % 64 == 0) {
        Thread.yield(); // A virtual thread comes back on another carrier.
      }
    }
  }
}
