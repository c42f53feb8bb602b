package dev.gemba.exporter.otlp;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.internal.concurrent.TaskRunner;

/**
 * All threads of one exporter: the requests' own, and OkHttp's for its connections. The latter
 * belong to a static field of OkHttp, which the {@link QuietLoader} makes ours alone.
 *
 * <p>One thread cannot be ended: the daemon "Okio Watchdog" leaves by itself when it has had
 * nothing to do for a minute.
 */
final class OtlpThreads {

  private static final long PATIENCE_MILLIS = 400;

  private final ExecutorService requests = Executors.newCachedThreadPool(new Daemons());

  /** At most as many threads as requests under way: one of spans, one of metrics. */
  ExecutorService requests() {
    return requests;
  }

  /** Ends the requests' threads, and waits a moment for it. Their requests must be cancelled. */
  void endRequests() {
    requests.shutdownNow();
    try {
      boolean ignored = requests.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends OkHttp's threads. Requests hand their connections back to them, so this comes last. */
  void endConnections() {
    if (TaskRunner.INSTANCE.getBackend() instanceof TaskRunner.RealBackend real) {
      real.getExecutor().shutdownNow();
    }
  }

  private static final class Daemons implements ThreadFactory {

    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(null, task, "gemba-otlp-" + made.incrementAndGet(), 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      // What a cancelled request still throws concerns nobody, least of all stderr.
      thread.setUncaughtExceptionHandler((dying, ignored) -> {});
      return thread;
    }
  }
}
