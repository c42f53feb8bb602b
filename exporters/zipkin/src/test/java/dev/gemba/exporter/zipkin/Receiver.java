package dev.gemba.exporter.zipkin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A server that takes spans, or refuses as it is told. */
final class Receiver implements Closeable {

  record Request(String path, Map<String, List<String>> headers, List<Map<String, Object>> spans) {}

  record Refusal(int status, String body) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Answers to come, before it accepts. */
  final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();

  private final HttpServer server;

  private Receiver(HttpServer server) {
    this.server = server;
  }

  static Receiver start() throws IOException {
    return start(HttpServer.create(address(), 0));
  }

  static Receiver start(SSLContext identity) throws IOException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return start(server);
  }

  private static Receiver start(HttpServer server) {
    Receiver receiver = new Receiver(server);
    server.createContext("/", receiver::answer);
    server.start();
    return receiver;
  }

  String endpoint() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://localhost:" + server.getAddress().getPort() + "/api/v2/spans";
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            Map.copyOf(exchange.getRequestHeaders()),
            Json.unpacked(body)));
    Refusal refusal = refusals.poll();
    if (refusal == null) {
      exchange.sendResponseHeaders(202, -1);
    } else {
      byte[] text = refusal.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(refusal.status(), text.length == 0 ? -1 : text.length);
      if (text.length > 0) {
        exchange.getResponseBody().write(text);
      }
    }
    exchange.close();
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
