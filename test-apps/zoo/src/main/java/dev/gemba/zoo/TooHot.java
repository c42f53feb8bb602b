package dev.gemba.zoo;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls one method of some nanoseconds without pause, and beside it one of a tenth of a
 * millisecond, until its input ends: the first cannot be watched for a few percent of the CPU, the
 * second can. Then prints {@code tiny N work N}, the numbers of calls.
 */
public final class TooHot {

  private static final int TINY_PER_WORK = 20_000;

  private static long tiny;
  private static long work;
  private static long sum;

  private TooHot() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Thread caller = new Thread(() -> call(ended));
    caller.start();
    Threads.awaitEndOfInput();
    ended.set(true);
    caller.join();
    System.out.println("tiny " + tiny + " work " + work + " of " + sum);
  }

  /** In another class than what is watched: its code is exchanged while this runs. */
  private static void call(AtomicBoolean ended) {
    while (!ended.get()) {
      for (int i = 0; i < TINY_PER_WORK; i++) {
        sum += Watched.tiny(i);
      }
      tiny += TINY_PER_WORK;
      sum += Watched.work(sum);
      work++;
    }
  }

  private static final class Watched {

    private Watched() {}

    static long tiny(long value) {
      return (value ^ 0x5bd1e995L) * 31;
    }

    static long work(long value) {
      long x = value;
      for (int i = 0; i < 100_000; i++) {
        x = x * 31 + i;
      }
      return x;
    }
  }
}
