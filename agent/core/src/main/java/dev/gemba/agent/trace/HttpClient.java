package dev.gemba.agent.trace;

import java.net.URI;
import java.util.function.BiConsumer;

/**
 * Requests that go out, by OpenTelemetry's semantic conventions for HTTP clients. The operation is
 * the method and the server, as a client knows of no route. A query is not recorded: it may hold
 * what is secret.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">OpenTelemetry,
 *     semantic conventions for HTTP spans</a>
 */
final class HttpClient implements Enricher {

  private static final String STATUS = "http.response.status_code";
  private static final int CLIENT_ERROR = 400;

  @Override
  public String operation(EndedCall call) {
    String method = call.text("http.request.method");
    URI uri = uri(call);
    String server = uri == null || uri.getHost() == null ? "" : " " + authority(uri);
    return (method == null ? "HTTP" : method) + server;
  }

  @Override
  public void enrich(EndedCall call, BiConsumer<String, Object> sink) {
    URI uri = uri(call);
    if (uri == null || uri.getHost() == null) {
      return;
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    sink.accept("url.full", uri.getScheme() + "://" + authority(uri) + path);
    sink.accept("server.address", uri.getHost());
    sink.accept("server.port", (long) port(uri));
  }

  @Override
  public String errorType(EndedCall call) {
    int status = call.number(STATUS);
    return status >= CLIENT_ERROR ? Integer.toString(status) : null;
  }

  /** What was asked for; where the request has but a path, with the server that it went to. */
  private static URI uri(EndedCall call) {
    URI uri = parsed(call.text("uri"));
    if (uri == null || uri.getHost() != null) {
      return uri;
    }
    URI server = parsed(call.text("server"));
    return server == null ? uri : server.resolve(uri);
  }

  private static URI parsed(String text) {
    try {
      return text == null ? null : URI.create(text);
    } catch (IllegalArgumentException malformed) {
      // Then the library will say so itself.
      return null;
    }
  }

  private static String authority(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
