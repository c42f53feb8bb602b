package dev.gemba.agent.record;

/**
 * How many spans may wait in one place. A span with its texts and attributes takes about 1 kB, and
 * a fiftieth of the heap is what one place may take of the application's memory.
 */
public final class SpanBudget {

  /** With its texts and attributes, about. */
  public static final long BYTES_PER_SPAN = 1024;

  private static final int SHARE_OF_HEAP = 50;
  private static final int FEWEST = 500;
  private static final int MOST = 50_000;

  /** The bound in this process. */
  public static final int SPANS = of(Runtime.getRuntime().maxMemory());

  private SpanBudget() {}

  /** The bound for a heap of this size in bytes. */
  static int of(long maxHeapBytes) {
    return (int) Math.max(FEWEST, Math.min(MOST, maxHeapBytes / SHARE_OF_HEAP / BYTES_PER_SPAN));
  }
}
