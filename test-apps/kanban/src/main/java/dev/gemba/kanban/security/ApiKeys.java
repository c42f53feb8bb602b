package dev.gemba.kanban.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who holds which key. Immutable. Keys are long and random, so looking one up in a hash map tells
 * an attacker who measures time nothing of use.
 */
public final class ApiKeys {
  private static final int KEY_BYTES = 24;
  private static final int DEFAULT_REQUESTS_PER_SECOND = 100;
  private static final int DEMO_REQUESTS_PER_SECOND = 100_000;

  private final Map<String, Principal> principals;

  public ApiKeys(Map<String, Principal> principals) {
    this.principals = Map.copyOf(principals);
  }

  /** The well-known keys of generated demonstration data. */
  public static ApiKeys demo() {
    return new ApiKeys(
        Map.of(
            "demo-viewer-key",
            new Principal("vera", Role.VIEWER, DEMO_REQUESTS_PER_SECOND),
            "demo-member-key",
            new Principal("mel", Role.MEMBER, DEMO_REQUESTS_PER_SECOND),
            "demo-admin-key",
            new Principal("ada", Role.ADMIN, DEMO_REQUESTS_PER_SECOND),
            "demo-throttled-key",
            new Principal("theo", Role.VIEWER, 2)));
  }

  /** A fresh random key for each role. */
  public static ApiKeys random(SecureRandom random) {
    Map<String, Principal> principals = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      byte[] key = new byte[KEY_BYTES];
      random.nextBytes(key);
      principals.put(
          Base64.getUrlEncoder().withoutPadding().encodeToString(key),
          new Principal(role.text(), role, DEFAULT_REQUESTS_PER_SECOND));
    }
    return new ApiKeys(principals);
  }

  /** The holder of a key. */
  public Optional<Principal> holder(String key) {
    return Optional.ofNullable(principals.get(key));
  }

  /** Every key with its holder. */
  public Map<String, Principal> all() {
    return principals;
  }
}
