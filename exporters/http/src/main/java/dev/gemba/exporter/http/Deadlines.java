package dev.gemba.exporter.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes what is still open at its deadline, from a thread of its own. A socket's own timeout is
 * one for each read: it says nothing about a server that sends a byte now and then, and nothing at
 * all about one that does not read.
 *
 * <p>The thread is there from the first deadline on, and ends by itself when there was none for
 * half a minute.
 */
final class Deadlines {

  private static final long IDLE_SECONDS = 30;
  private static final long TO_END_MILLIS = 400;

  private final ScheduledThreadPoolExecutor thread;

  /** The newest there was; null before the first. */
  private volatile Thread worker;

  Deadlines(String exporter) {
    String name = "gemba-" + exporter;
    thread = new ScheduledThreadPoolExecutor(1, work -> worker = daemon(work, name));
    thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    thread.setRemoveOnCancelPolicy(true);
  }

  /**
   * Closes it then, unless the result is cancelled before.
   *
   * @param deadlineNanos by {@link System#nanoTime()}
   */
  ScheduledFuture<?> closeAt(long deadlineNanos, Closeable open) {
    return thread.schedule(
        () -> close(open), deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Ends the thread, and waits a moment for it. */
  void end() {
    thread.shutdownNow();
    try {
      Thread last = worker;
      if (last != null) {
        // The pool calls itself terminated while its thread still has a few steps to go.
        last.join(TO_END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Closeable open) {
    try {
      open.close();
    } catch (IOException ignored) {
      // Whoever uses it learns that it is closed, which is all that was wanted.
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
