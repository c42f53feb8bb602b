package dev.gemba.agent.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A promise on an operation. Has no effect in this version.
 *
 * @param durations what each of {@code p50}, {@code p90}, {@code p95}, {@code p99} and {@code max}
 *     may be at most; only those that are promised
 * @param errorRatio share of calls that may end exceptionally, from 0 to 1; empty if not promised
 */
public record Budget(Map<String, Duration> durations, OptionalDouble errorRatio) {

  static final Budget NONE = new Budget(Map.of(), OptionalDouble.empty());

  public Budget {
    durations = Collections.unmodifiableMap(new LinkedHashMap<>(durations));
  }

  /** Whether nothing is promised. */
  public boolean isEmpty() {
    return durations.isEmpty() && errorRatio.isEmpty();
  }
}
