package dev.gemba.zoo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many virtual threads that each call one method once: {@code Million THREADS PARKED}.
 *
 * <p>First a thousand, then prints {@code warm} and waits for a line; then all of them, some ten
 * thousand at a time, and then so many more that are all inside the method at the same moment; then
 * prints {@code done} with the number of calls and waits for the end of its input.
 */
public final class Million {

  private static final int AT_A_TIME = 10_000;
  private static final int WARM_UP = 1_000;

  private static final AtomicLong CALLS = new AtomicLong();

  private Million() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    int parked = Integer.parseInt(arguments[1]);
    startAndAwait(WARM_UP);
    System.out.println("warm");
    System.out.flush();
    if (System.in.read() < 0) {
      return;
    }
    startAndAwait(threads - WARM_UP);
    park(parked);
    System.out.println("done " + CALLS.get());
    Threads.awaitEndOfInput();
  }

  private static void startAndAwait(int threads) throws Exception {
    Semaphore running = new Semaphore(AT_A_TIME);
    for (int i = 0; i < threads; i++) {
      running.acquire();
      Threads.start(
          true,
          () -> {
            once();
            running.release();
          });
    }
    running.acquire(AT_A_TIME);
  }

  private static void park(int threads) throws Exception {
    CountDownLatch all = new CountDownLatch(threads);
    CountDownLatch ended = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Threads.start(
          true,
          () -> {
            meet(all);
            ended.countDown();
          });
    }
    ended.await();
  }

  static void once() {
    CALLS.incrementAndGet();
  }

  static void meet(CountDownLatch all) {
    CALLS.incrementAndGet();
    all.countDown();
    try {
      all.await();
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }
}
