package dev.gemba.it.works;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Works in shares that are known, until its input ends: of CPU six tenths in {@link #hot}, three in
 * {@link #warm} and one in {@link #cold}; of allocated bytes three quarters in {@link #many} and
 * one in {@link #few}; {@link #wanting} waits for a lock that {@link #having} has; and of time, two
 * thirds pass in {@link #dozing} and one in {@link #napping}. Where there are virtual threads, some
 * of them use three quarters of their CPU in {@link #dense} and one in {@link #light}.
 */
public final class Works {

  /** Rounds are of any length, or samples would meet the same places again and again. */
  private static final long SHORTEST_ROUND_NANOS = 20_000_000;

  private static final long LONGEST_ROUND_NANOS = 60_000_000;
  private static final int BLOCK = 64 * 1024;
  private static final int KEPT = 64;
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
  private static final int VIRTUAL_THREADS = 4;
  private static final Object LOCK = new Object();

  private static volatile long sum;
  private static volatile boolean ended;

  private Works() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    List<Thread> threads = new ArrayList<>();
    threads.add(thread("burning", Works::burn));
    threads.add(thread("allocating", Works::allocate));
    threads.add(thread("having", Works::have));
    threads.add(thread("wanting", Works::want));
    threads.add(thread("sleeping", Works::sleep));
    threads.addAll(virtualThreads());
    System.out.println("working");
    while (System.in.read() >= 0) {
      // Until nobody writes any more.
    }
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.start();
    return thread;
  }

  private static List<Thread> virtualThreads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      for (int i = 0; i < VIRTUAL_THREADS; i++) {
        threads.add((Thread) start.invoke(null, (Runnable) Works::virtual));
      }
    }
    return threads;
  }

  /** Little CPU, so that platform threads have theirs; and often on another carrier. */
  private static void virtual() {
    while (!ended) {
      long round = ThreadLocalRandom.current().nextLong(1_000_000, 3_000_000);
      dense(round * 3 / 4);
      rest(5);
      light(round / 4);
      rest(15);
    }
  }

  static void dense(long nanos) {
    spin(nanos);
  }

  static void light(long nanos) {
    spin(nanos);
  }

  private static void sleep() {
    while (!ended) {
      dozing();
      napping();
    }
  }

  static void dozing() {
    rest(60);
  }

  static void napping() {
    rest(30);
  }

  private static void burn() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (!ended) {
      long round = random.nextLong(SHORTEST_ROUND_NANOS, LONGEST_ROUND_NANOS);
      hot(round);
      warm(round);
      cold(round);
    }
  }

  static void hot(long round) {
    spin(round * 6 / 10);
  }

  static void warm(long round) {
    spin(round * 3 / 10);
  }

  static void cold(long round) {
    spin(round / 10);
  }

  /** Work that takes about so long, and the same however busy the machine is with others. */
  private static void spin(long nanos) {
    long mixed = sum | 1;
    for (long i = 0; i < nanos; i += 2) {
      // A step waits for the one before (xorshift, Marsaglia 2003), which no compiler changes.
      mixed ^= mixed << 13;
      mixed ^= mixed >>> 7;
      mixed ^= mixed << 17;
    }
    sum = mixed;
  }

  private static void allocate() {
    byte[][] kept = new byte[KEPT][];
    while (!ended) {
      many(kept);
      few(kept);
      rest(2);
    }
  }

  static void many(byte[][] kept) {
    for (int i = 0; i < 12; i++) {
      kept[i] = new byte[BLOCK];
    }
  }

  static void few(byte[][] kept) {
    for (int i = 0; i < 4; i++) {
      kept[KEPT - 1 - i] = new byte[BLOCK];
    }
  }

  private static void have() {
    while (!ended) {
      having();
      rest(1);
    }
  }

  static void having() {
    synchronized (LOCK) {
      rest(20);
    }
  }

  private static void want() {
    while (!ended) {
      wanting();
      rest(1);
    }
  }

  static void wanting() {
    synchronized (LOCK) {
      sum++;
    }
  }

  private static void rest(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      ended = true;
    }
  }
}
