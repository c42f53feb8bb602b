package dev.gemba.bench.workload;

/** Work whose length depends on nothing but the processor: each round needs the one before. */
public final class Hashing {

  private static final int ROUNDS = 740;
  private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

  private Hashing() {}

  static long rounds(long seed) {
    return rounds(seed, ROUNDS);
  }

  public static long rounds(long seed, int rounds) {
    long hash = seed;
    for (int i = 0; i < rounds; i++) {
      hash = (hash ^ (hash >>> 29)) * MULTIPLIER;
    }
    return hash;
  }
}
