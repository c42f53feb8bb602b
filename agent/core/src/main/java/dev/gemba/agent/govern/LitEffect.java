package dev.gemba.agent.govern;

import java.util.List;

/**
 * How much more CPU a call takes while probes are lit, from blocks of windows with and without.
 *
 * <p>The estimate is the logarithm of a ratio of two ratios, CPU by calls with lit probes and with
 * dim ones. Each is taken of the sums over all blocks, so a window counts as much as was done in
 * it, and one with next to no CPU does no harm. Its error comes from leaving out one block after
 * the other: the jackknife (Tukey 1958), with Student's t for as many blocks as there are less one.
 * Blocks are the units, and not windows, because drift, bursts and collections of garbage make
 * neighbours alike; what is common to a block cancels out within it.
 *
 * @see <a href="https://doi.org/10.1093/biomet/61.1.1">Miller, The jackknife: a review (Biometrika
 *     61, 1974), section 4.1 on ratios</a>
 * @see <a href="https://doi.org/10.1145/2464157.2464160">Kalibera and Jones, Rigorous benchmarking
 *     in reasonable time (ISMM 2013), on intervals for ratios of times</a>
 */
final class LitEffect {

  /** Blocks under which no interval is told: the jackknife's error is not to be trusted. */
  static final int FEWEST_BLOCKS = 4;

  private LitEffect() {}

  /** The logarithm of how many times as much CPU a call takes when lit; 0 for no effect. */
  static Interval logRatio(List<Block> blocks) {
    int n = blocks.size();
    double all = without(blocks, -1);
    if (n < FEWEST_BLOCKS || !Double.isFinite(all)) {
      return Interval.UNKNOWN;
    }
    double[] left = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      left[i] = without(blocks, i);
      mean += left[i] / n;
    }
    double squares = 0;
    for (double one : left) {
      squares += (one - mean) * (one - mean);
    }
    double error = Math.sqrt(squares * (n - 1) / n);
    double reach = StudentT.quantile975(n - 1) * error;
    double unbiased = n * all - (n - 1) * mean;
    return Double.isFinite(reach)
        ? new Interval(unbiased, unbiased - reach, unbiased + reach)
        : Interval.UNKNOWN;
  }

  private static double without(List<Block> blocks, int index) {
    double litNanos = 0;
    double litCalls = 0;
    double dimNanos = 0;
    double dimCalls = 0;
    for (int i = 0; i < blocks.size(); i++) {
      if (i != index) {
        Block block = blocks.get(i);
        litNanos += block.litNanos();
        litCalls += block.litCalls();
        dimNanos += block.dimNanos();
        dimCalls += block.dimCalls();
      }
    }
    return Math.log(litNanos / litCalls) - Math.log(dimNanos / dimCalls);
  }
}
