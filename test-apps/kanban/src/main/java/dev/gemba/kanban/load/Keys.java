package dev.gemba.kanban.load;

import dev.gemba.kanban.security.ApiKeys;
import dev.gemba.kanban.security.Principal;
import dev.gemba.kanban.security.Role;
import java.util.Comparator;
import java.util.Map;

/** The keys that the load driver uses. */
record Keys(String viewer, String member, String admin, String throttled) {
  private static final Comparator<Map.Entry<String, Principal>> BY_RATE =
      Comparator.comparingInt(entry -> entry.getValue().requestsPerSecond());

  /** Of each role the key that is good for most requests, and the viewer key good for fewest. */
  static Keys of(ApiKeys keys) {
    return new Keys(
        fastest(keys, Role.VIEWER),
        fastest(keys, Role.MEMBER),
        fastest(keys, Role.ADMIN),
        keys.all().entrySet().stream().min(BY_RATE).orElseThrow().getKey());
  }

  private static String fastest(ApiKeys keys, Role role) {
    return keys.all().entrySet().stream()
        .filter(entry -> entry.getValue().role() == role)
        .max(BY_RATE)
        .orElseThrow(() -> new LoadException("there is no key for a " + role.text()))
        .getKey();
  }
}
