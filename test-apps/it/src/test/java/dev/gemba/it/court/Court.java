package dev.gemba.it.court;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Cases that go well, fail or take long, as their number has it; each is a trace of its own. Says
 * which ones took so long that they may be taken for slow.
 */
public final class Court {

  /** From here on a case may count as slow. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(95);

  /** An appeal is decided after so long. */
  public static final long APPEAL_MILLIS = 20;

  private static final long SLOW_MILLIS = 150;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final ExecutorService CLERKS = Executors.newFixedThreadPool(2);

  private Court() {}

  /** Hears so many cases, or decides so many appeals, one after the other. */
  public static void main(String[] args) throws Exception {
    int cases = Integer.parseInt(args[0]);
    if (args.length > 1 && args[1].equals("appeals")) {
      for (int n = 0; n < cases; n++) {
        appeal(n).exceptionally(Throwable::getMessage).join();
      }
      CLERKS.shutdown();
      return;
    }
    boolean pausing = args.length > 1;
    for (int n = 0; n < cases; n++) {
      long start = System.nanoTime();
      hear(n);
      if (System.nanoTime() - start > LONG_NANOS) {
        System.out.println("long " + n);
      }
      if (pausing) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    CLERKS.shutdown();
  }

  /** Whether a witness of the case fails. */
  public static boolean hasBadWitness(int n) {
    return n % 50 == 7;
  }

  /** Whether a clerk fails, who works on another thread. */
  public static boolean hasBadClerk(int n) {
    return n % 60 == 12;
  }

  /** Whether the case is sent to a clerk. */
  public static boolean isFiled(int n) {
    return n % 3 == 0;
  }

  /** Whether the case takes long. */
  public static boolean isSlow(int n) {
    return n % 100 == 13;
  }

  static void hear(int n) throws InterruptedException, ExecutionException {
    try {
      witness(n);
    } catch (IllegalStateException expected) {
      // The case goes on.
    }
    if (isFiled(n)) {
      try {
        CLERKS.submit(() -> file(n)).get();
      } catch (ExecutionException e) {
        if (!hasBadClerk(n)) {
          throw e;
        }
      }
    }
    if (isSlow(n)) {
      Thread.sleep(SLOW_MILLIS);
    }
  }

  static void witness(int n) {
    if (hasBadWitness(n)) {
      throw new IllegalStateException("perjury");
    }
  }

  /** Decided later, on another thread. */
  static CompletableFuture<String> appeal(int n) {
    CompletableFuture<String> decided = new CompletableFuture<>();
    CLERKS.execute(
        () -> {
          try {
            Thread.sleep(APPEAL_MILLIS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          if (hasBadClerk(n)) {
            decided.completeExceptionally(new IllegalArgumentException("lost"));
          } else {
            decided.complete("upheld");
          }
        });
    return decided;
  }

  static void file(int n) {
    if (hasBadClerk(n)) {
      throw new IllegalArgumentException("lost");
    }
  }
}
