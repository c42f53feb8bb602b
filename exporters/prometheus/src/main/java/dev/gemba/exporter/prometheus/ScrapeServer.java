package dev.gemba.exporter.prometheus;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The JDK's HTTP server, all of whose threads are daemons, are named {@code gemba-prometheus-…} and
 * have no context class loader. The JDK gives no say in the two threads that the server makes for
 * itself: they take after the thread that starts the server, so that is one of ours, and are found
 * by its thread group.
 */
final class ScrapeServer implements Closeable {

  private static final String PREFIX = "gemba-prometheus-";

  // A client that stops in the middle of its request holds a thread, so one would be too few.
  private static final int MAX_THREADS = 4;
  private static final int IDLE_SECONDS = 30;

  private final HttpServer server;
  private final ExecutorService workers;

  private ScrapeServer(HttpServer server, ExecutorService workers) {
    this.server = server;
    this.workers = workers;
  }

  /**
   * Listens.
   *
   * @throws IOException with a message for the person who wrote the config
   */
  static ScrapeServer start(InetSocketAddress address, HttpHandler handler) throws IOException {
    ThreadGroup group = new ThreadGroup("gemba-prometheus");
    ExecutorService workers = workers(group);
    FutureTask<HttpServer> started = new FutureTask<>(() -> listen(address, handler, workers));
    thread(group, started, "start").start();
    try {
      HttpServer server = await(started);
      adopt(group);
      return new ScrapeServer(server, workers);
    } catch (ExecutionException e) {
      throw new IOException(
          "cannot listen on %s (%s); set port to a free one (0 takes any), or host"
              .formatted(authority(address), e.getCause().getMessage()),
          e.getCause());
    }
  }

  /** Host and port as in a URL. */
  String authority() {
    return authority(server.getAddress());
  }

  /** Releases the port and lets all threads end. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private static HttpServer listen(
      InetSocketAddress address, HttpHandler handler, ExecutorService workers) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(workers);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  /** Goes on through an interrupt, which would leave a server that nobody can close. */
  private static HttpServer await(FutureTask<HttpServer> started) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return started.get();
        } catch (InterruptedException ignored) {
          interrupted = true; // Passed on below.
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ExecutorService workers(ThreadGroup group) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> thread(group, work, "" + number.incrementAndGet()));
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private static Thread thread(ThreadGroup group, Runnable work, String name) {
    Thread thread = new Thread(group, work, PREFIX + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  private static void adopt(ThreadGroup group) {
    Thread[] threads = new Thread[group.activeCount() + MAX_THREADS];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (!threads[i].getName().startsWith(PREFIX)) {
        threads[i].setName(PREFIX + threads[i].getName().toLowerCase(Locale.ROOT));
        threads[i].setContextClassLoader(null);
      }
    }
  }

  private static String authority(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = host.isAnyLocalAddress() ? "localhost" : host.getHostAddress();
    return (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
  }
}
