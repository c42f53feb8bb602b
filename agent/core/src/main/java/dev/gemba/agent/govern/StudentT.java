package dev.gemba.agent.govern;

/** Quantiles of Student's t distribution, for confidence intervals. */
final class StudentT {

  /** Of the normal distribution, which t comes to with many degrees of freedom. */
  private static final double NORMAL = 1.959964;

  /** The 0.975 quantile for 1, 2, 3 … degrees of freedom, as any table has it. */
  private static final double[] TABLE = {
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281
  };

  private StudentT() {}

  /**
   * The 0.975 quantile: how many standard errors a two-sided interval of 95 % reaches to each side.
   * Beyond the table by Cornish and Fisher's expansion, which is right to three places there.
   *
   * @param degrees of freedom, positive
   * @see <a href="https://personal.math.ubc.ca/~cbm/aands/page_949.htm">Abramowitz and Stegun,
   *     Handbook of Mathematical Functions, 26.7.5</a>
   */
  static double quantile975(int degrees) {
    if (degrees < 1) {
      throw new IllegalArgumentException("degrees is " + degrees + ", accepted are 1 and more");
    }
    if (degrees <= TABLE.length) {
      return TABLE[degrees - 1];
    }
    double z = NORMAL;
    double z3 = z * z * z;
    double z5 = z3 * z * z;
    double z7 = z5 * z * z;
    double first = (z3 + z) / 4;
    double second = (5 * z5 + 16 * z3 + 3 * z) / 96;
    double third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384;
    return z + (first + (second + third / degrees) / degrees) / degrees;
  }
}
