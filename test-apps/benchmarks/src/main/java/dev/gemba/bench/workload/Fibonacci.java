package dev.gemba.bench.workload;

/** A recursion that branches, whose calls do nothing but call and add. */
public final class Fibonacci {

  /** The number at that place, the slow way. */
  public long at(int place) {
    return place < 2 ? place : at(place - 1) + at(place - 2);
  }
}
