package dev.gemba.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is sampled all the time, each empty if off.
 *
 * @param cpu CPU time between two samples
 * @param allocBytes allocated bytes between two samples
 * @param wall wall-clock time between two samples of a thread
 * @param lock time of waiting for locks between two samples; a longer wait is one by itself
 */
public record Profile(
    Optional<Duration> cpu,
    OptionalLong allocBytes,
    Optional<Duration> wall,
    Optional<Duration> lock) {

  /** Between samples of CPU and of all time: more often, samples would be all that is done. */
  static final Duration SHORTEST_PERIOD = Duration.ofMillis(1);

  static final Profile OFF =
      new Profile(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());

  static final Profile DEFAULT =
      new Profile(
          Optional.of(Duration.ofMillis(19)),
          OptionalLong.of(4 << 20),
          Optional.empty(),
          Optional.of(Duration.ofMillis(10)));
}
