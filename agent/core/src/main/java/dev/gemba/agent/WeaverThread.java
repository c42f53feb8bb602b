package dev.gemba.agent;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The thread on which everything happens that changes classes or the config, one thing after the
 * other. Safe for use by all threads.
 */
final class WeaverThread {

  private final Consumer<String> warnings;
  private final AtomicInteger underWay = new AtomicInteger();
  private final ScheduledThreadPoolExecutor executor;

  WeaverThread(Consumer<String> warnings) {
    this.warnings = warnings;
    this.executor = new ScheduledThreadPoolExecutor(1, WeaverThread::thread);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "gemba-weaver", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /** How much of what was asked for is not done yet, without what repeats by itself. */
  int underWay() {
    return underWay.get();
  }

  /**
   * Does something as soon as what is under way is done.
   *
   * @throws RejectedExecutionException after {@link #close}
   */
  void execute(String what, Runnable work) {
    underWay.incrementAndGet();
    try {
      executor.execute(
          () -> {
            try {
              attempt(what, work);
            } finally {
              underWay.decrementAndGet();
            }
          });
    } catch (RejectedExecutionException e) {
      underWay.decrementAndGet();
      throw e;
    }
  }

  /** As {@link #execute}, and waits for what comes of it. */
  <T> T call(Callable<T> work) throws Exception {
    underWay.incrementAndGet();
    Future<T> result =
        executor.submit(
            () -> {
              try {
                return work.call();
              } finally {
                underWay.decrementAndGet();
              }
            });
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Does something later, once. */
  @SuppressWarnings("FutureReturnValueIgnored") // what fails is told
  void later(String what, Runnable work, long seconds) {
    executor.schedule(() -> attempt(what, work), seconds, TimeUnit.SECONDS);
  }

  /** Does something every so often. */
  @SuppressWarnings("FutureReturnValueIgnored") // what fails is told
  void repeat(String what, Runnable work, long seconds) {
    executor.scheduleWithFixedDelay(() -> attempt(what, work), seconds, seconds, TimeUnit.SECONDS);
  }

  /**
   * Lets the work that is under way be finished, and ends the thread; false if that took longer.
   */
  boolean close(long millis) throws InterruptedException {
    executor.shutdown();
    return executor.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }

  private void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      warnings.accept(what + " failed: " + e);
    }
  }
}
