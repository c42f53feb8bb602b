package dev.gemba.agent.govern;

/**
 * What was allocated, and what the collectors used to collect it. Each number is negative if this
 * JVM does not tell.
 *
 * @param ownBytes allocated by Gemba's threads
 * @param allBytes allocated by all threads, Gemba's included
 * @param collectorNanos CPU of the garbage collectors
 * @param heldPart the part, 0 to 1, that Gemba's spans have in what survives a collection; 0 if
 *     unknown
 */
record Garbage(long ownBytes, long allBytes, long collectorNanos, double heldPart) {

  static final Garbage UNKNOWN = new Garbage(-1, -1, -1, 0);

  /**
   * What Gemba holds as a part of what survives.
   *
   * @param heldBytes of spans that wait to be exported
   * @param survivorBytes what was copied by the last collection; negative if unknown
   */
  static double heldPart(long heldBytes, long survivorBytes) {
    return survivorBytes < 0 ? 0 : Math.min(1, (double) heldBytes / Math.max(1, survivorBytes));
  }

  Garbage since(Garbage earlier) {
    return new Garbage(
        since(ownBytes, earlier.ownBytes),
        since(allBytes, earlier.allBytes),
        since(collectorNanos, earlier.collectorNanos),
        (heldPart + earlier.heldPart) / 2);
  }

  private static long since(long now, long before) {
    return now < 0 || before < 0 ? -1 : Math.max(0, now - before);
  }

  /**
   * The part of the collectors' CPU that is Gemba's: as much as its threads have of what was
   * allocated, or as its spans have of what survived, whichever is more. A collection comes about
   * by the one, and copies the other. {@link Double#NaN} if unknown.
   */
  double ownNanos() {
    if (ownBytes < 0 || allBytes < 0 || collectorNanos < 0) {
      return Double.NaN;
    }
    double allocated = allBytes == 0 ? 0 : Math.min(1, (double) ownBytes / allBytes);
    return Math.max(allocated, heldPart) * collectorNanos;
  }
}
