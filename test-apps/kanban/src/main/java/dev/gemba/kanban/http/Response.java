package dev.gemba.kanban.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gemba.kanban.json.Json;
import dev.gemba.kanban.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer: status, headers and the bytes of the body, which is empty for 204. */
record Response(
    int status,
    Map<String, String> headers,
    @SuppressWarnings("ArrayRecordComponent") byte[] body) {

  Response {
    headers = Map.copyOf(headers);
  }

  static Response ok(Object body) {
    return json(200, Map.of(), body);
  }

  static Response created(String location, Object body) {
    return json(201, Map.of("Location", location), body);
  }

  static Response noContent() {
    return new Response(204, Map.of(), new byte[0]);
  }

  static Response markdown(String page) {
    return new Response(
        200,
        Map.of("Content-Type", "text/markdown; charset=utf-8"),
        page.getBytes(StandardCharsets.UTF_8));
  }

  static Response json(int status, Map<String, String> headers, Object body) {
    return of(status, "application/json", headers, body);
  }

  /** The problem document of RFC 9457. */
  static Response problem(Problem problem, String instance) {
    Map<String, Object> document =
        document(problem.type(), problem.title(), problem.status(), instance);
    document.put("detail", problem.getMessage());
    document.putAll(problem.members());
    return of(problem.status(), "application/problem+json", problem.headers(), document);
  }

  /** What is said when something is wrong on this side: nothing that helps an attacker. */
  static Response serverError(String instance) {
    Map<String, Object> document = document("about:blank", "Internal Server Error", 500, instance);
    return of(500, "application/problem+json", Map.of(), document);
  }

  private static Map<String, Object> document(
      String type, String title, int status, String instance) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type);
    document.put("title", title);
    document.put("status", status);
    document.put("instance", instance);
    return document;
  }

  private static Response of(
      int status, String contentType, Map<String, String> headers, Object body) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", contentType);
    try {
      return new Response(status, all, Json.MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
