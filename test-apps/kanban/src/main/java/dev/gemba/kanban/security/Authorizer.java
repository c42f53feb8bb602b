package dev.gemba.kanban.security;

import dev.gemba.kanban.problem.Problem;
import java.util.Locale;

/** Decides who asks and whether they may. Immutable. */
public final class Authorizer {
  private final ApiKeys keys;

  public Authorizer(ApiKeys keys) {
    this.keys = keys;
  }

  /**
   * Finds out who asks.
   *
   * @param key the API key of the request, or null if it has none
   * @throws Problem.Unauthenticated if nobody holds that key
   */
  public Principal authenticate(String key) {
    if (key == null) {
      throw new Problem.Unauthenticated(
          "send it as 'Authorization: Bearer KEY' or as 'X-API-Key: KEY'");
    }
    return keys.holder(key)
        .orElseThrow(() -> new Problem.Unauthenticated("nobody holds the given key"));
  }

  /**
   * Lets the request pass or not.
   *
   * @throws Problem.Forbidden if the role does not permit it
   */
  public void authorize(Principal principal, Permission permission) {
    if (!principal.role().permits(permission)) {
      throw new Problem.Forbidden(
          "a %s may not %s"
              .formatted(principal.role().text(), permission.name().toLowerCase(Locale.ROOT)));
    }
  }
}
