package dev.gemba.agent.govern;

/**
 * What an operation's calls cost during a window, by the model. Immutable.
 *
 * @param operation as it is recorded
 * @param level of {@link dev.gemba.bootstrap.Probe}, at the window's end
 * @param seconds of CPU
 * @param ratio of the process's CPU
 */
public record OperationCost(
    String operation, int level, double callsPerSecond, double seconds, double ratio) {}
