package dev.gemba.exporter.pyroscope;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that takes pushes as Pyroscope's does by the Connect protocol, and refuses as it is
 * told.
 */
final class Receiver implements Closeable {

  record Series(Map<String, String> labels, UUID id, PprofReader profile) {}

  record Request(Map<String, List<String>> headers, List<Series> series) {}

  record Refusal(int status, String body) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Answers to come, before it accepts. */
  final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();

  private final HttpServer server;

  private Receiver(HttpServer server) {
    this.server = server;
  }

  static Receiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Receiver receiver = new Receiver(server);
    server.createContext("/push.v1.PusherService/Push", receiver::answer);
    server.start();
    return receiver;
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    boolean understood =
        exchange.getRequestMethod().equals("POST") && "application/proto".equals(type);
    if (understood) {
      requests.add(new Request(Map.copyOf(exchange.getRequestHeaders()), series(body)));
    }
    Refusal refusal = understood ? refusals.poll() : new Refusal(415, "");
    byte[] text = (refusal == null ? "" : refusal.body()).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(
        refusal == null ? 200 : refusal.status(), text.length == 0 ? -1 : text.length);
    if (text.length > 0) {
      exchange.getResponseBody().write(text);
    }
    exchange.close();
  }

  private static List<Series> series(byte[] request) {
    List<Series> all = new ArrayList<>();
    for (Message series : new Message(request).messages(1)) {
      Map<String, String> labels = new TreeMap<>();
      series.messages(1).forEach(label -> labels.put(label.text(1), label.text(2)));
      for (Message sample : series.messages(2)) {
        all.add(
            new Series(labels, UUID.fromString(sample.text(2)), new PprofReader(sample.bytes(1))));
      }
    }
    return all;
  }
}
