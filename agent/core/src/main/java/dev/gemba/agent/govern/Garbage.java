package dev.gemba.agent.govern;

/**
 * What was allocated, and what the collectors used to collect it. Each number is negative if this
 * JVM does not tell.
 *
 * @param ownBytes allocated by Gemba's threads
 * @param allBytes allocated by all threads, Gemba's included
 * @param collectorNanos CPU of the garbage collectors
 */
record Garbage(long ownBytes, long allBytes, long collectorNanos) {

  static final Garbage UNKNOWN = new Garbage(-1, -1, -1);

  Garbage since(Garbage earlier) {
    return new Garbage(
        since(ownBytes, earlier.ownBytes),
        since(allBytes, earlier.allBytes),
        since(collectorNanos, earlier.collectorNanos));
  }

  private static long since(long now, long before) {
    return now < 0 || before < 0 ? -1 : Math.max(0, now - before);
  }

  /**
   * The part of the collectors' CPU that is Gemba's: as much as its threads have of what was
   * allocated. That what lives long costs more than what dies young is left out of it. {@link
   * Double#NaN} if unknown.
   */
  double ownNanos() {
    if (ownBytes < 0 || allBytes < 0 || collectorNanos < 0) {
      return Double.NaN;
    }
    return allBytes == 0 ? 0 : Math.min(1, (double) ownBytes / allBytes) * collectorNanos;
  }
}
