package dev.gemba.zoo.live;

import java.util.function.IntUnaryOperator;

/** Is loaded under a thousand names of the same length. */
public final class Template0000 implements IntUnaryOperator {

  private int state;

  @Override
  public int applyAsInt(int value) {
    return first(value) + second(value);
  }

  int first(int value) {
    state += value;
    return state * 31;
  }

  int second(int value) {
    int sum = 0;
    for (int i = 0; i < 50; i++) {
      sum += i ^ value;
    }
    return sum;
  }
}
