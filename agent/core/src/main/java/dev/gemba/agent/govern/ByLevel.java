package dev.gemba.agent.govern;

import dev.gemba.bootstrap.Probe;

/**
 * A number for each capture level at which a call costs something.
 *
 * @param count for {@link Probe#COUNT}
 * @param sampled for {@link Probe#SAMPLED}
 * @param timing for {@link Probe#TIMING}
 * @param span for {@link Probe#SPAN}
 */
public record ByLevel(double count, double sampled, double timing, double span) {

  static final ByLevel ZERO = new ByLevel(0, 0, 0, 0);

  /** These numbers and one more at a level; itself for {@link Probe#DARK}. */
  ByLevel plus(int level, double more) {
    return switch (level) {
      case Probe.DARK -> this;
      case Probe.COUNT -> new ByLevel(count + more, sampled, timing, span);
      case Probe.SAMPLED -> new ByLevel(count, sampled + more, timing, span);
      case Probe.TIMING -> new ByLevel(count, sampled, timing + more, span);
      case Probe.SPAN -> new ByLevel(count, sampled, timing, span + more);
      default -> throw unknown(level);
    };
  }

  /** The number at a level; 0 for {@link Probe#DARK}. */
  double at(int level) {
    return switch (level) {
      case Probe.DARK -> 0;
      case Probe.COUNT -> count;
      case Probe.SAMPLED -> sampled;
      case Probe.TIMING -> timing;
      case Probe.SPAN -> span;
      default -> throw unknown(level);
    };
  }

  private static IllegalArgumentException unknown(int level) {
    return new IllegalArgumentException("level is " + level + ", accepted are 0 to 4");
  }

  /** The lower number of each level. */
  ByLevel min(ByLevel other) {
    return new ByLevel(
        Math.min(count, other.count),
        Math.min(sampled, other.sampled),
        Math.min(timing, other.timing),
        Math.min(span, other.span));
  }

  /** Each number, or that of a higher level if that is lower. */
  ByLevel neverDearerThanAHigherLevel() {
    double t = Math.min(timing, span);
    double s = Math.min(sampled, t);
    return new ByLevel(Math.min(count, s), s, t, span);
  }

  /** Each number so many times. */
  ByLevel times(double factor) {
    return new ByLevel(count * factor, sampled * factor, timing * factor, span * factor);
  }

  /** The sum of each number times the other's of that level. */
  double times(ByLevel other) {
    return count * other.count
        + sampled * other.sampled
        + timing * other.timing
        + span * other.span;
  }
}
