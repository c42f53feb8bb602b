package dev.gemba.agent.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A promise on an operation. In this version, traces whose first call breaks it are kept; nothing
 * else comes of it.
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

  /**
   * Above which a call is slow, as it breaks the strictest of what is promised; in nanoseconds.
   * {@link Long#MAX_VALUE} if no duration is.
   */
  public long slowestNanos() {
    long slowest = Long.MAX_VALUE;
    for (Duration duration : durations.values()) {
      slowest = Math.min(slowest, duration.toNanos());
    }
    return slowest;
  }

  /** Whether nothing is promised. */
  public boolean isEmpty() {
    return durations.isEmpty() && errorRatio.isEmpty();
  }
}
