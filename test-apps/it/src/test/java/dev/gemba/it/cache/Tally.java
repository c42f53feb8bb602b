package dev.gemba.it.cache;

import java.util.concurrent.atomic.AtomicLong;

/** What a cache did, by its own statistics or as those who use it know. For all threads. */
final class Tally {

  final AtomicLong hits = new AtomicLong();
  final AtomicLong misses = new AtomicLong();
  final AtomicLong loads = new AtomicLong();
  final AtomicLong evictions = new AtomicLong();

  /** Adds what a cache's statistics say. */
  void add(long moreHits, long moreMisses, long moreLoads, long moreEvictions) {
    hits.addAndGet(moreHits);
    misses.addAndGet(moreMisses);
    loads.addAndGet(moreLoads);
    evictions.addAndGet(moreEvictions);
  }

  /** Counts what was asked of a cache, by whether it had to load. */
  void asked(boolean missed) {
    (missed ? misses : hits).incrementAndGet();
  }

  /** Prints a line for each operation. */
  void print(String prefix) {
    System.out.println(prefix + ".hit " + hits);
    System.out.println(prefix + ".miss " + misses);
    System.out.println(prefix + ".load " + loads);
    System.out.println(prefix + ".eviction " + evictions);
  }
}
