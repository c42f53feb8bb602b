package dev.gemba.zoo.live;

import java.util.function.IntUnaryOperator;

/** Is loaded again and again, each time by another loader. */
public final class Guest implements IntUnaryOperator {
  @Override
  public int applyAsInt(int value) {
    return twice(value) + 1;
  }

  int twice(int value) {
    return value * 2;
  }
}
