package dev.gemba.exporter.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Answers requests: the page in the format that the client prefers. Safe for many threads. */
final class ScrapeHandler implements HttpRequestHandler {

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
  public void handle(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
      throws HttpException {
    response.setHeader(HttpHeaders.CONNECTION, "close");
    String method = request.getMethod();
    String asked = path(request);
    if (!method.equals("GET") && !method.equals("HEAD")) {
      response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
      say(response, HttpStatus.SC_METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.");
    } else if (path.equals(asked)) {
      sendPage(request, response);
    } else if ("/".equals(asked)) {
      say(response, HttpStatus.SC_OK, "Gemba's metrics are at " + path);
    } else {
      say(response, HttpStatus.SC_NOT_FOUND, "Metrics are at " + path);
    }
  }

  private static String path(ClassicHttpRequest request) throws ProtocolException {
    try {
      return request.getUri().getPath();
    } catch (URISyntaxException e) {
      throw new ProtocolException("not a path: " + request.getPath(), e);
    }
  }

  private void sendPage(ClassicHttpRequest request, ClassicHttpResponse response) {
    Header accept = request.getFirstHeader(HttpHeaders.ACCEPT);
    ExpositionFormatWriter writer = preferred(accept == null ? null : accept.getValue());
    ByteArrayOutputStream body = new ByteArrayOutputStream(64 << 10);
    try {
      // All names are valid in every version of Prometheus, so that no escaping, which a newer one
      // may ask for, changes them.
      writer.write(body, page.get(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException | RuntimeException e) {
      warnings.accept("cannot write the page for Prometheus: " + e);
      say(response, HttpStatus.SC_INTERNAL_SERVER_ERROR, "Cannot write the page: " + e);
      return;
    }
    send(response, HttpStatus.SC_OK, writer.getContentType(), body.toByteArray());
  }

  private ExpositionFormatWriter preferred(String accept) {
    if (protobuf.isAvailable() && protobuf.accepts(accept)) {
      return protobuf;
    }
    return openMetrics.accepts(accept) ? openMetrics : text;
  }

  private static void say(ClassicHttpResponse response, int status, String line) {
    send(response, status, TEXT, (line + "\n").getBytes(UTF_8));
  }

  private static void send(ClassicHttpResponse response, int status, String type, byte[] body) {
    response.setCode(status);
    response.setHeader(HttpHeaders.CONTENT_TYPE, type);
    response.setEntity(new ByteArrayEntity(body, null));
  }
}
