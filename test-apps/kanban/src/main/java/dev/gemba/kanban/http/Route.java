package dev.gemba.kanban.http;

import dev.gemba.kanban.security.Permission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of the API.
 *
 * @param template the segments of the path; {@code {name}} stands for any one segment
 * @param permission what the sender needs; null if the route is open to all
 */
record Route(String method, List<String> template, Permission permission, Handler handler) {

  static Route open(String method, String template, Handler handler) {
    return new Route(method, segments(template), null, handler);
  }

  static Route of(String method, String template, Permission permission, Handler handler) {
    return new Route(method, segments(template), permission, handler);
  }

  static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /** The values of the {@code {names}} if the path is of this route. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != template.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String expected = template.get(i);
      if (expected.startsWith("{")) {
        values.put(expected.substring(1, expected.length() - 1), path.get(i));
      } else if (!expected.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** Answers a request. */
  @FunctionalInterface
  interface Handler {
    Response handle(Request request);
  }
}
