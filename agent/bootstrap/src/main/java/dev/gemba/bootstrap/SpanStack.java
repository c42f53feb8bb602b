package dev.gemba.bootstrap;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The spans under way on one thread, virtual or not: written and read by that thread alone. Made
 * when the thread first enters a method at capture level {@code span}, gone with the thread.
 *
 * <p>Frames are found by their token, so that a frame that was never popped (a span that the
 * application began and did not end) is swept away by the next exit under it.
 */
public final class SpanStack {

  static final int MAX_DEPTH = 1024;

  private static final ThreadLocal<SpanStack> CURRENT = new ThreadLocal<>();
  private static final AtomicLong SEED = new AtomicLong();
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long RANDOM_BITS = (1L << 56) - 1;

  /**
   * Traces whose low 56 bits are under this are not sampled. Plain: a change need not be prompt.
   */
  private static long threshold;

  final long threadId;
  long traceHigh;
  long traceLow;
  boolean sampled;
  boolean capturing;

  private long[] tokens = new long[8];
  private long[] ids = new long[8];
  private String[] errors = new String[8];
  private int depth;
  private long random;

  private SpanStack() {
    threadId = Thread.currentThread().getId();
    random = mix(SEED.addAndGet(GOLDEN_GAMMA) ^ System.nanoTime());
  }

  /**
   * Makes ids differ from other processes'.
   *
   * @param seed random
   */
  public static void seed(long seed) {
    SEED.set(seed);
  }

  /**
   * Samples whole traces, by W3C's rule for consistent probability sampling: the low 56 bits of the
   * trace id, which are random, against a threshold.
   *
   * @param ratio of traces to keep, 0 to 1
   * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">
   *     OpenTelemetry, consistent probability sampling</a>
   */
  public static void keep(double ratio) {
    threshold = (long) ((1 - ratio) * 0x1p56);
  }

  static SpanStack current() {
    SpanStack stack = CURRENT.get();
    if (stack == null) {
      stack = new SpanStack();
      CURRENT.set(stack);
    }
    return stack;
  }

  /** True if the innermost span of this thread will be kept. */
  static boolean isSampled() {
    SpanStack stack = CURRENT.get();
    return stack != null && stack.depth > 0 && stack.sampled;
  }

  /** True while this thread reads captured values; makes nothing for a thread that never did. */
  static boolean isCapturing() {
    SpanStack stack = CURRENT.get();
    return stack != null && stack.capturing;
  }

  /** Takes the span of a call away, if it has one. */
  static void abandon(long token) {
    SpanStack stack = (token & 3) == Probe.SPAN ? CURRENT.get() : null;
    if (stack != null) {
      stack.pop(token);
    }
  }

  /** Begins a span; returns the token of the call. */
  long push() {
    int at = depth;
    if (at == 0) {
      traceLow = nextId();
      sampled = (traceLow & RANDOM_BITS) >= threshold;
      traceHigh = sampled ? nextId() : 0;
    } else if (at == tokens.length) {
      if (at == MAX_DEPTH) {
        Recorder.current().drop(Drop.SPAN_DEPTH);
        return (System.nanoTime() << 2) | Probe.TIMING;
      }
      tokens = Arrays.copyOf(tokens, at * 2);
      ids = Arrays.copyOf(ids, at * 2);
      errors = Arrays.copyOf(errors, at * 2);
    }
    if (sampled) {
      ids[at] = nextId();
    }
    if (errors[at] != null) {
      errors[at] = null;
    }
    long token = (System.nanoTime() << 2) | Probe.SPAN;
    tokens[at] = token;
    depth = at + 1;
    return token;
  }

  /** Ends the span of a call, and any above it. False if it is not here. */
  boolean pop(long token) {
    for (int i = depth - 1; i >= 0; i--) {
      if (tokens[i] == token) {
        depth = i;
        return true;
      }
    }
    return false;
  }

  /** Marks the innermost span as failed, however its call ends. */
  void fail(String errorType) {
    if (depth > 0) {
      errors[depth - 1] = errorType;
    }
  }

  /** What the span just popped was marked with; null if it was not. */
  String poppedError() {
    return errors[depth];
  }

  /** Id of the span just popped. */
  long poppedId() {
    return ids[depth];
  }

  /** Id of the span that the one just popped was in; 0 for a root. */
  long parentId() {
    return depth == 0 ? 0 : ids[depth - 1];
  }

  /** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014); never 0, which W3C forbids. */
  private long nextId() {
    long id = mix(random += GOLDEN_GAMMA);
    return id != 0 ? id : GOLDEN_GAMMA;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
