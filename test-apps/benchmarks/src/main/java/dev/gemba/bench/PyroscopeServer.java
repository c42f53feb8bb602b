package dev.gemba.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** As much of a Pyroscope server as it takes to be sent profiles by its agent. Thread-safe. */
final class PyroscopeServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final AtomicLong profiles = new AtomicLong();

  private PyroscopeServer(HttpServer server) {
    this.server = server;
  }

  static PyroscopeServer start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    PyroscopeServer pyroscope = new PyroscopeServer(HttpServer.create(anyPort, 0));
    pyroscope.server.createContext("/", pyroscope::answer);
    pyroscope.server.setExecutor(pyroscope.workers);
    pyroscope.server.start();
    return pyroscope;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many profiles came since the last time it was asked. */
  long taken() {
    return profiles.getAndSet(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean isProfile = exchange.getRequestURI().getPath().equals("/ingest");
      long bytes = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      if (isProfile && bytes > 0) {
        profiles.incrementAndGet();
      }
      exchange.sendResponseHeaders(isProfile ? 200 : 404, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
