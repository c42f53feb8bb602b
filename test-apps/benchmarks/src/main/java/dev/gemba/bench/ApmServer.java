package dev.gemba.bench;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.InflaterInputStream;

/** As much of an Elastic APM server as it takes to count what an agent sends. Thread-safe. */
final class ApmServer implements AutoCloseable {

  private final AtomicLong received = new AtomicLong();
  private final LoopbackServer server;

  private ApmServer() throws IOException {
    server = new LoopbackServer(this::answer);
  }

  static ApmServer start() throws IOException {
    return new ApmServer();
  }

  String url() {
    return server.url();
  }

  /** Transactions and spans so far. */
  long received() {
    return received.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/intake")) {
        count(exchange);
        exchange.sendResponseHeaders(202, -1);
      } else if (path.equals("/")) {
        byte[] version = "{\"version\":\"8.10.0\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, version.length);
        exchange.getResponseBody().write(version);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private void count(HttpExchange exchange) throws IOException {
    boolean deflated = "deflate".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                deflated ? new InflaterInputStream(body) : body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{\"transaction\":") || line.startsWith("{\"span\":")) {
          received.incrementAndGet();
        }
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
