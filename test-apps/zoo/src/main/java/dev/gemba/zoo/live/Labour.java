package dev.gemba.zoo.live;

/** What one thread does all the time; it alone calls and counts. */
final class Labour {

  long alphas;
  long betas;
  long gammas;
  long failures;

  void once(int number) {
    alpha(number);
    beta(number);
    try {
      gamma(number);
    } catch (IllegalStateException counted) {
      failures++;
    }
  }

  int alpha(int value) {
    alphas++;
    return value * 31;
  }

  long beta(long value) {
    betas++;
    return value + alpha((int) value);
  }

  String gamma(int value) {
    gammas++;
    if (value % 7 == 0) {
      throw new IllegalStateException("seventh");
    }
    return value % 2 == 0 ? "even" : "odd";
  }
}
