package dev.gemba.agent.govern;

import dev.gemba.bootstrap.Probe;

/**
 * How much of an operation's calls is recorded. Immutable.
 *
 * @param level of {@link Probe}
 * @param values whether values are captured
 */
record Rung(int level, boolean values) {

  static Rung of(Load load) {
    return new Rung(load.level(), load.values());
  }

  boolean isLowest() {
    return level == Probe.DARK;
  }

  boolean isBelow(Rung other) {
    return level < other.level || (level == other.level && other.values && !values);
  }

  /** The next one down; not of the lowest. Values go first: they cost most and are missed least. */
  Rung below() {
    return values ? new Rung(level, false) : new Rung(level - 1, false);
  }

  /** The next one up on the way to how an operation is wanted. */
  Rung above(Load load) {
    return level < load.wanted() ? new Rung(level + 1, false) : new Rung(level, true);
  }

  /** What a call costs. */
  double nanos(ByLevel prices, double valuesNanos) {
    return prices.at(level) + (values ? valuesNanos : 0);
  }

  /** For people. */
  String text(boolean valuesWanted) {
    String name = isLowest() ? "not measured" : Levels.nameOf(level);
    return valuesWanted && !values && !isLowest() ? name + " without values" : name;
  }
}
