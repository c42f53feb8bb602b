package dev.gemba.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the sampling profiler samples, each empty if off. Has no effect in this version.
 *
 * @param cpu CPU time between two samples
 * @param allocBytes allocated bytes between two samples
 * @param wall wall-clock time between two samples of a thread
 * @param lock waits for a lock at least this long are sampled
 */
public record Profile(
    Optional<Duration> cpu,
    OptionalLong allocBytes,
    Optional<Duration> wall,
    Optional<Duration> lock) {

  static final Profile DEFAULT =
      new Profile(
          Optional.of(Duration.ofMillis(19)),
          OptionalLong.of(4 << 20),
          Optional.empty(),
          Optional.of(Duration.ofMillis(10)));
}
