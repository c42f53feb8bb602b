package dev.gemba.bench.workload;

/** Methods of mixed sizes, which agents watch; the sizes are those on a processor of 2.6 GHz. */
public final class Mixed {

  /** About 20 ns. */
  public long tiny(long seed) {
    return Hashing.rounds(seed, 16);
  }

  /** About 1 µs. */
  public long small(long seed) {
    return Hashing.rounds(seed, 800);
  }

  /** About 100 µs. */
  public long large(long seed) {
    return Hashing.rounds(seed, 80_000);
  }
}
