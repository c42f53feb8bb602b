package dev.gemba.exporter.prometheus;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Opens the exporter and reads pages. */
final class Pages {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private Pages() {}

  static Exporter open(Map<String, String> values, Consumer<String> warnings) throws Exception {
    return new PrometheusExporterProvider().open(new ExporterOptions(values, warnings));
  }

  static HttpResponse<byte[]> get(String url, String... headers)
      throws IOException, InterruptedException {
    return ask("GET", url, headers);
  }

  static HttpResponse<byte[]> ask(String method, String url, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
