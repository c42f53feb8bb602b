package dev.gemba.kanban.http;

import dev.gemba.kanban.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A request that may be handled: its sender is known and permitted.
 *
 * @param principal who asks; null on routes that are open to all
 * @param path the values of the {@code {names}} in the route
 * @param query the query parameters, decoded
 * @param body empty if there is none; not to be changed
 */
record Request(
    Principal principal,
    Map<String, String> path,
    Map<String, List<String>> query,
    @SuppressWarnings("ArrayRecordComponent") byte[] body) {

  String path(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  /** The name of who asks, for the record. */
  String actor() {
    return principal.name();
  }
}
