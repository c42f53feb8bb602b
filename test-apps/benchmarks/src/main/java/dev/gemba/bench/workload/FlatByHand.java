package dev.gemba.bench.workload;

/** {@link Flat}, timed as in {@link RecursiveByHand}. Used by one thread. */
public final class FlatByHand {

  private final ThreadSum sum = new ThreadSum();

  /** As in {@link Flat}, timed. */
  public long hashed(long seed) {
    long start = System.nanoTime();
    long result = Hashing.rounds(seed);
    sum.add(System.nanoTime() - start);
    return result;
  }

  /** Nanoseconds of all calls together. */
  public long sumNanos() {
    return sum.get();
  }
}
