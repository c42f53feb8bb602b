package dev.gemba.kanban.security;

import java.util.Objects;

/**
 * Whoever holds an API key.
 *
 * @param requestsPerSecond how many requests the key is good for, sustained
 */
public record Principal(String name, Role role, int requestsPerSecond) {
  public Principal {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(role, "role");
    if (requestsPerSecond < 1) {
      throw new IllegalArgumentException("a key is good for at least 1 request a second");
    }
  }
}
