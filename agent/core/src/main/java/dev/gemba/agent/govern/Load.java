package dev.gemba.agent.govern;

/**
 * An operation as the governor sees it. Immutable.
 *
 * @param operation its name
 * @param level at which it is recorded now, of {@link dev.gemba.bootstrap.Probe}
 * @param wanted at which its target, or somebody by hand, wants it recorded
 * @param values whether values of its calls are captured now, and could be left out
 * @param valuesWanted whether its target wants them captured
 * @param pinned whether it was set by hand, so that the governor leaves it alone
 * @param callsPerSecond over the window; what is dark has none that anybody knows of
 */
record Load(
    String operation,
    int level,
    int wanted,
    boolean values,
    boolean valuesWanted,
    boolean pinned,
    double callsPerSecond) {

  /** Whether it is recorded as it is wanted. */
  boolean isWhole() {
    return level >= wanted && values == valuesWanted;
  }
}
