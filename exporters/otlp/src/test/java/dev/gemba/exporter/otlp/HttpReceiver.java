package dev.gemba.exporter.otlp;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

final class HttpReceiver extends Receiver {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  HttpReceiver(SelfSigned identity) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (identity == null) {
      server = HttpServer.create(address, 0);
    } else {
      HttpsServer secured = HttpsServer.create(address, 0);
      secured.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
      server = secured;
    }
    server.setExecutor(threads);
    server.createContext(
        "/v1/traces",
        exchange -> answer(exchange, ExportTraceServiceRequest.parser(), traces, PARTLY_TRACES));
    server.createContext(
        "/v1/metrics",
        exchange ->
            answer(exchange, ExportMetricsServiceRequest.parser(), metrics, PARTLY_METRICS));
    server.createContext(
        "/v1development/profiles",
        exchange ->
            answer(exchange, ExportProfilesServiceRequest.parser(), profiles, PARTLY_PROFILES));
    server.start();
  }

  @Override
  String protocol() {
    return "http/protobuf";
  }

  @Override
  String endpoint() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://localhost:"
        + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private <M extends Message> void answer(
      HttpExchange exchange, Parser<M> parser, List<M> kept, Message partly) throws IOException {
    Map<String, String> names = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> names.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    headers.add(names);
    M message;
    try (InputStream body = exchange.getRequestBody()) {
      boolean gzip = "gzip".equals(names.get("content-encoding"));
      message = parser.parseFrom(gzip ? new GZIPInputStream(body) : body);
    }
    Refusal refusal = refusals.poll();
    if (refusal == Refusal.SILENCE) {
      return;
    }
    if (refusal == null) {
      kept.add(message);
      exchange.sendResponseHeaders(200, -1);
    } else if (refusal == Refusal.PARTLY) {
      kept.add(message);
      send(exchange, 200, partly.toByteArray());
    } else {
      if (refusal == Refusal.BUSY) {
        exchange.getResponseHeaders().add("Retry-After", "7");
      }
      send(exchange, status(refusal), "not today".getBytes(StandardCharsets.UTF_8));
    }
    exchange.close();
  }

  private static int status(Refusal refusal) {
    return switch (refusal) {
      case UNAVAILABLE -> 503;
      case BUSY -> 429;
      case EXHAUSTED -> 413;
      case UNKNOWN -> 404;
      default -> 400;
    };
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
