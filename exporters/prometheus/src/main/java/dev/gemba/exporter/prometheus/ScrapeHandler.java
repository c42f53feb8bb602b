package dev.gemba.exporter.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers requests: the page in the format that the client prefers. Safe for many threads. */
final class ScrapeHandler implements HttpHandler {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final ExpositionFormatWriter protobuf = new PrometheusProtobufWriter();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();

  private final String path;
  private final Supplier<MetricSnapshots> page;
  private final Consumer<String> warnings;

  ScrapeHandler(String path, Supplier<MetricSnapshots> page, Consumer<String> warnings) {
    this.path = path;
    this.page = page;
    this.warnings = warnings;
  }

  @Override
  public void handle(HttpExchange exchange) {
    try {
      answer(exchange);
    } catch (IOException ignored) {
      // The client hung up. It will come again, and a client's manners are no news for our user.
    } finally {
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String asked = exchange.getRequestURI().getPath();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      send(exchange, 405, TEXT, "Only GET and HEAD are answered here.\n".getBytes(UTF_8));
    } else if (path.equals(asked)) {
      sendPage(exchange);
    } else if ("/".equals(asked)) {
      send(exchange, 200, TEXT, ("Gemba's metrics are at " + path + "\n").getBytes(UTF_8));
    } else {
      send(exchange, 404, TEXT, ("Metrics are at " + path + "\n").getBytes(UTF_8));
    }
  }

  private void sendPage(HttpExchange exchange) throws IOException {
    ExpositionFormatWriter writer = preferred(exchange.getRequestHeaders().getFirst("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream(64 << 10);
    try {
      // All names are valid in every version of Prometheus, so that no escaping, which a newer one
      // may ask for, changes them.
      writer.write(body, page.get(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (RuntimeException e) {
      warnings.accept("cannot write the page for Prometheus: " + e);
      send(exchange, 500, TEXT, ("Cannot write the page: " + e + "\n").getBytes(UTF_8));
      return;
    }
    send(exchange, 200, writer.getContentType(), body.toByteArray());
  }

  private ExpositionFormatWriter preferred(String accept) {
    if (protobuf.isAvailable() && protobuf.accepts(accept)) {
      return protobuf;
    }
    return openMetrics.accepts(accept) ? openMetrics : text;
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
