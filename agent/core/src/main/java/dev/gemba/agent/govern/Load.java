package dev.gemba.agent.govern;

/**
 * An operation as the governor sees it. Immutable.
 *
 * @param operation its name
 * @param level at which it is recorded now, of {@link dev.gemba.bootstrap.Probe}
 * @param wanted at which its target, or somebody by hand, wants it recorded
 * @param pinned whether it was set by hand, so that the governor leaves it alone
 * @param callsPerSecond over the window; what is dark has none that anybody knows of
 */
record Load(String operation, int level, int wanted, boolean pinned, double callsPerSecond) {}
