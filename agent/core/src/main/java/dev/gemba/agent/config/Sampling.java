package dev.gemba.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Which whole traces are kept.
 *
 * @param keepRatio share of all traces that is drawn at random, from 0 to 1
 * @param perSecond most traces a second that are drawn at random, unless all are kept, and as many
 *     again that are slow; empty for no limit
 * @param slowQuantile traces beyond this quantile of their operation's durations are kept, such as
 *     0.99; empty if slow traces are told by {@code slowerThan} or not at all
 * @param slowerThan traces that took longer are kept; empty if slow traces are told by {@code
 *     slowQuantile} or not at all
 * @param allErrors whether all traces with an exceptional exit are kept
 */
public record Sampling(
    double keepRatio,
    OptionalInt perSecond,
    OptionalDouble slowQuantile,
    Optional<Duration> slowerThan,
    boolean allErrors) {

  static final Sampling DEFAULT =
      new Sampling(0.01, OptionalInt.of(20), OptionalDouble.of(0.99), Optional.empty(), true);

  /**
   * @throws IllegalArgumentException if the ratio lies outside {@code [0, 1]}
   */
  public Sampling {
    if (!(keepRatio >= 0 && keepRatio <= 1)) {
      throw new IllegalArgumentException("keepRatio is " + keepRatio + ", not in [0, 1]");
    }
  }
}
