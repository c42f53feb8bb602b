package dev.gemba.agent.govern;

/**
 * What Gemba may hold before it stops itself. Far beyond what it needs when all is well, and short
 * of where an application would suffer. Immutable.
 *
 * @param heapBytes of its data: an eighth of the heap. Spans that wait are bounded to a fiftieth in
 *     each place, so it is recorders (threads times operations) that could come to this
 * @param threads {@value #THREADS}: with three exporters and eight clients of the control channel
 *     at once Gemba has thirty
 * @param errorsPerMinute {@value #ERRORS}: a probe that fails is switched off after a hundred
 *     failures, so five of them in a minute are no accident any more; a collector whose every turn
 *     fails comes to 600
 */
public record Bounds(long heapBytes, int threads, long errorsPerMinute) {

  private static final int SHARE_OF_HEAP = 8;

  /** A collector and its classes need that much in the smallest heap. */
  private static final long LEAST_HEAP_BYTES = 8L << 20;

  private static final int THREADS = 64;
  private static final long ERRORS = 500;

  /** Those for a heap of this size in bytes. */
  public static Bounds of(long maxHeapBytes) {
    return new Bounds(Math.max(LEAST_HEAP_BYTES, maxHeapBytes / SHARE_OF_HEAP), THREADS, ERRORS);
  }
}
