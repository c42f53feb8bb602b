package dev.gemba.agent.govern;

import dev.gemba.bootstrap.Probe;

/**
 * A number for each capture level at which a call costs something.
 *
 * @param count for {@link Probe#COUNT}
 * @param timing for {@link Probe#TIMING}
 * @param span for {@link Probe#SPAN}
 */
public record ByLevel(double count, double timing, double span) {

  static final ByLevel ZERO = new ByLevel(0, 0, 0);

  /** These numbers and one more at a level; itself for {@link Probe#DARK}. */
  ByLevel plus(int level, double more) {
    return switch (level) {
      case Probe.DARK -> this;
      case Probe.COUNT -> new ByLevel(count + more, timing, span);
      case Probe.TIMING -> new ByLevel(count, timing + more, span);
      case Probe.SPAN -> new ByLevel(count, timing, span + more);
      default -> throw new IllegalArgumentException("level is " + level + ", accepted are 0 to 3");
    };
  }

  /** The number at a level; 0 for {@link Probe#DARK}. */
  double at(int level) {
    return switch (level) {
      case Probe.DARK -> 0;
      case Probe.COUNT -> count;
      case Probe.TIMING -> timing;
      case Probe.SPAN -> span;
      default -> throw new IllegalArgumentException("level is " + level + ", accepted are 0 to 3");
    };
  }

  /** The lower number of each level. */
  ByLevel min(ByLevel other) {
    return new ByLevel(
        Math.min(count, other.count), Math.min(timing, other.timing), Math.min(span, other.span));
  }

  /** The sum of each number times the other's of that level. */
  double times(ByLevel other) {
    return count * other.count + timing * other.timing + span * other.span;
  }
}
