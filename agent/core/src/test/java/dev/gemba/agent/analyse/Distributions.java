package dev.gemba.agent.analyse;

import dev.gemba.api.export.Distribution;

/** Distributions whose values a test knows. */
final class Distributions {

  private Distributions() {}

  /** A value, so many times. */
  static Distribution same(int scale, double value, long count) {
    return new Distribution(
        scale, count, value * count, value, value, 0, 0, index(scale, value), new long[] {count});
  }

  /** The bucket that holds a value: the last one whose exclusive lower bound lies under it. */
  static int index(int scale, double value) {
    return (int) Math.ceil(Math.log(value) / Math.log(2) * Math.scalb(1.0, scale)) - 1;
  }
}
