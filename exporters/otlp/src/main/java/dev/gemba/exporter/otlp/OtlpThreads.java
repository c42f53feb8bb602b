package dev.gemba.exporter.otlp;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.internal.concurrent.TaskRunner;

/**
 * All threads of one exporter: the calls' own, and OkHttp's for its connections. The latter belong
 * to a static field of OkHttp, which the {@link QuietLoader} makes ours alone.
 *
 * <p>One thread cannot be ended: the daemon "Okio Watchdog" leaves by itself when it has had
 * nothing to do for a minute.
 */
final class OtlpThreads implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 300;

  private final ExecutorService executor = Executors.newCachedThreadPool(new Daemons());

  /** At most as many threads as requests under way: one of spans, one of metrics. */
  ExecutorService executor() {
    return executor;
  }

  /** Call it after the exporters' shutdown has cancelled what was under way. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      // OkHttp's threads must outlive the calls, which hand their connections back to them.
      boolean ignored = executor.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
      // What a cancelled call still throws concerns nobody, least of all the application's stderr.
      thread.setUncaughtExceptionHandler((dying, ignored) -> {});
      return thread;
    }
  }
}
