package dev.gemba.agent.runtime;

import java.util.concurrent.locks.LockSupport;

/**
 * Measures for how long the JVM stood still, as a thread sees it that wants to go on each
 * millisecond. So it is right whatever the JVM did, and sees a busy machine's delays too.
 */
public final class PauseWatch implements AutoCloseable {

  private static final long TICK_NANOS = 1_000_000;

  private final Thread thread = new Thread(null, this::run, "gemba-pause-watch", 0, false);

  /** Before the thread has come up: it does not while the JVM stands still already. */
  private final long begun = System.nanoTime();

  private volatile boolean ended;
  private long longestNanos;

  /** Begins to watch. */
  public PauseWatch() {
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  private void run() {
    long last = begun;
    while (!ended) {
      LockSupport.parkNanos(TICK_NANOS);
      long now = System.nanoTime();
      longestNanos = Math.max(longestNanos, now - last);
      last = now;
    }
  }

  /** The longest time for which the thread did not go on. Ends the watch. */
  public double seconds() throws InterruptedException {
    close();
    thread.join();
    return longestNanos / 1e9;
  }

  @Override
  public void close() {
    ended = true;
  }
}
