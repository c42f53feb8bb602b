package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finalizers, also of an object whose constructor threw; cleaners; a shutdown hook; an uncaught
 * exception handler.
 */
public final class Lifecycles implements Case {

  private static final long GIVE_UP_AFTER_SECONDS = 30;

  private static CountDownLatch finalized;

  @SuppressWarnings({
    "removal",
    "deprecation",
    "Finalize",
    "Finalizer"
  }) // An application may still have finalizers.
  static final class Finalized {
    Finalized(boolean fail) {
      if (fail) {
        throw new IllegalStateException("not constructed");
      }
    }

    @Override
    protected void finalize() {
      finalized.countDown();
      throw new IllegalStateException("ignored by the JVM");
    }
  }

  @Override
  public void run(Report report) throws Exception {
    finalized = new CountDownLatch(2);
    report.ending("constructor", Lifecycles::makeGarbage);
    report.seen("finalized both", collectUntil(finalized));

    CountDownLatch cleaned = new CountDownLatch(1);
    Cleaner cleaner = Cleaner.create();
    register(cleaner, cleaned);
    report.seen("cleaned", collectUntil(cleaned));

    Thread dying =
        new Thread(
            () -> {
              throw new IllegalStateException("uncaught");
            });
    dying.setName("dying");
    dying.setUncaughtExceptionHandler(
        (thread, thrown) -> report.trace("thread " + thread.getName(), thrown));
    dying.start();
    dying.join();

    Runtime.getRuntime().addShutdownHook(new Thread(() -> report.seen("shutdown hook", "ran")));
  }

  private static void makeGarbage() {
    report(new Finalized(false));
    report(new Finalized(true));
  }

  private static void report(Finalized unused) {}

  private static void register(Cleaner cleaner, CountDownLatch cleaned) {
    cleaner.register(new Object(), cleaned::countDown);
  }

  private static boolean collectUntil(CountDownLatch latch) throws InterruptedException {
    for (int tenths = 0; tenths < GIVE_UP_AFTER_SECONDS * 10; tenths++) {
      System.gc();
      if (latch.await(100, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return false;
  }
}
