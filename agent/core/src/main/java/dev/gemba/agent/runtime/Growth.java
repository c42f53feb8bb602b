package dev.gemba.agent.runtime;

import dev.gemba.agent.analyse.Trend;

/**
 * What is known of something that should not grow for ever. Immutable.
 *
 * @param name {@code heap}, {@code metaspace}, {@code class}, {@code thread} or {@code buffer}
 * @param unit in UCUM
 * @param value the newest; negative if there is none yet
 * @param trend null if there are too few windows to tell
 * @param exhaustionSeconds until its limit is reached; NaN if it does not grow, or has none
 * @param windows how many windows have a value
 * @param windowSeconds how long each is
 */
public record Growth(
    String name,
    String unit,
    long value,
    Trend trend,
    double exhaustionSeconds,
    int windows,
    double windowSeconds) {}
