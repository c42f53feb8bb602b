package dev.gemba.kanban.http;

import com.sun.net.httpserver.HttpExchange;
import dev.gemba.kanban.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the parts of a request off the wire. */
final class RequestReader {
  static final int MAX_BODY_BYTES = 256 << 10;
  private static final String BEARER = "bearer ";

  private RequestReader() {}

  /** The segments of the path, split before they are decoded so that %2F separates nothing. */
  static List<String> path(URI uri) {
    String path = uri.getRawPath();
    if (path == null || !path.startsWith("/")) {
      throw new Problem.Malformed("the path must start with '/'");
    }
    return Route.segments(path).stream()
        .map(segment -> decode(segment.replace("+", "%2B")))
        .toList();
  }

  static Map<String, List<String>> query(URI uri) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&")) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
    }
    return parameters;
  }

  /** The API key, or null if the request has none. */
  static String key(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return authorization.substring(BEARER.length()).strip();
    }
    return exchange.getRequestHeaders().getFirst("X-API-Key");
  }

  /** The body; empty if there is none. */
  static byte[] body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new Problem.TooLarge(MAX_BODY_BYTES);
    }
    if (body.length > 0) {
      checkContentType(exchange.getRequestHeaders().getFirst("Content-Type"));
    }
    return body;
  }

  private static void checkContentType(String contentType) {
    String found = contentType == null ? "" : contentType;
    if (!found.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new Problem.UnsupportedMediaType(found);
    }
  }

  /** Cannot fail: {@link URI} lets nothing through that is badly encoded. */
  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
