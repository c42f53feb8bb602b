package dev.gemba.bench;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** As much of a Pyroscope server as it takes to be sent profiles by its agent. Thread-safe. */
final class PyroscopeServer implements AutoCloseable {

  private final AtomicLong profiles = new AtomicLong();
  private final LoopbackServer server;

  private PyroscopeServer() throws IOException {
    server = new LoopbackServer(this::answer);
  }

  static PyroscopeServer start() throws IOException {
    return new PyroscopeServer();
  }

  String url() {
    return server.url();
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
    server.close();
  }
}
