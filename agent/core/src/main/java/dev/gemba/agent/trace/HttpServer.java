package dev.gemba.agent.trace;

import dev.gemba.agent.capture.PathReader;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Requests that come in, by OpenTelemetry's semantic conventions for HTTP servers. The operation is
 * the method and the route; where the library knows of no route, it is the path, in which a {@code
 * *} stands for whatever looks like an id.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">OpenTelemetry,
 *     semantic conventions for HTTP spans</a>
 */
final class HttpServer implements Enricher {

  private static final String METHOD = "http.request.method";
  private static final String ROUTE = "http.route";
  private static final String STATUS = "http.response.status_code";
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;
  private static final int FIRST_STATUS = 100;
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");

  /** Those that have no meaning of their own are one method. */
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT");

  /** What was asked for, of a request that a servlet has handed on under another path. */
  private static final List<String> ORIGINAL_PATHS =
      List.of("javax.async", "jakarta.async", "javax.forward", "jakarta.forward");

  @Override
  public String operation(EndedCall call) {
    String method = method(call);
    String route = call.text(ROUTE);
    if (route == null) {
      String path = path(call);
      route = path == null ? "" : PathTemplate.of(path);
    }
    return route.isEmpty() ? method : method + " " + route;
  }

  private static String path(EndedCall call) {
    for (String original : ORIGINAL_PATHS) {
      String path = call.text(original);
      if (path != null) {
        return path;
      }
    }
    return call.text("url.path");
  }

  private static String method(EndedCall call) {
    String method = call.text(METHOD);
    return method != null && METHODS.contains(method) ? method : "HTTP";
  }

  @Override
  public void enrich(EndedCall call, BiConsumer<String, Object> sink) {
    String method = call.text(METHOD);
    if (method != null && !METHODS.contains(method)) {
      sink.accept(METHOD, "_OTHER");
      sink.accept("http.request.method_original", method);
    }
    sink.accept("url.path", path(call));
    int status = call.number(STATUS);
    if (status < FIRST_STATUS || (call.thrown() != null && status < CLIENT_ERROR)) {
      // Not answered yet; what the container will make of the exception is not known.
      sink.accept(STATUS, null);
    }
    if (call.value("url.scheme") == null) {
      boolean secure = call.firstArgument().getClass().getSimpleName().startsWith("Https");
      sink.accept("url.scheme", secure ? "https" : "http");
    }
    addServer(call.text("host"), sink);
    String protocol = call.text("protocol");
    if (protocol != null && protocol.startsWith("HTTP/")) {
      sink.accept("network.protocol.version", protocol.substring("HTTP/".length()));
    }
  }

  /**
   * The server as the client calls it, if the library does not say that itself: a socket whose
   * client has gone knows its own address no longer.
   *
   * @param host value of that header; null if there is none
   */
  private static void addServer(String host, BiConsumer<String, Object> sink) {
    if (host == null) {
      return;
    }
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    sink.accept(
        "server.address", PathReader.toAttribute(hasPort ? host.substring(0, colon) : host));
    if (hasPort && PORT.matcher(host.substring(colon + 1)).matches()) {
      sink.accept("server.port", Long.valueOf(host.substring(colon + 1)));
    }
  }

  @Override
  public String errorType(EndedCall call) {
    int status = call.number(STATUS);
    return status >= SERVER_ERROR ? Integer.toString(status) : null;
  }
}
