package dev.gemba.agent.govern;

/**
 * What a call costs at each level, in nanoseconds, by several calibrations. Immutable.
 *
 * @param lowest of all calibrations ever: the one that the model goes by
 * @param median of the last few
 * @param highest of the last few
 */
public record Prices(ByLevel lowest, ByLevel median, ByLevel highest) {}
