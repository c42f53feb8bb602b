package dev.gemba.kanban.http;

import dev.gemba.kanban.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request. */
final class Router {
  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /**
   * The route for a method and path.
   *
   * @param path the decoded segments of the path
   * @throws Problem.NotFound if no route has that path
   * @throws Problem.MethodNotAllowed if some have, for other methods
   */
  Match find(String method, List<String> path) {
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> values = route.match(path);
      if (values.isEmpty()) {
        continue;
      }
      if (route.method().equals(method)) {
        return new Match(route, values.get());
      }
      allowed.add(route.method());
    }
    if (allowed.isEmpty()) {
      throw new Problem.NotFound("nothing is served under this path");
    }
    throw new Problem.MethodNotAllowed(method, allowed);
  }

  /** A route with the values of its {@code {names}}. */
  record Match(Route route, Map<String, String> values) {}
}
