package dev.gemba.bootstrap;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The spans under way on one thread, virtual or not: written and read by that thread alone. Made
 * when the thread first enters a method at capture level {@code span}, gone with the thread.
 *
 * <p>Frames are found by their token, so that a frame that was never popped (a span that the
 * application began and did not end) is swept away by the next exit under it.
 *
 * <p>What every span writes lies in one array, padded as in {@link Buckets} and for the same
 * reason:
 *
 * <pre>
 *   padding | depth, random, trace (high, low), sampled | token, id; token, id; … | padding
 * </pre>
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

  private static final int DEPTH = Buckets.PADDING;
  private static final int RANDOM = DEPTH + 1;
  private static final int TRACE_HIGH = DEPTH + 2;
  private static final int TRACE_LOW = DEPTH + 3;
  private static final int SAMPLED = DEPTH + 4;
  private static final int HEAD = DEPTH + 5;
  private static final int FRAME = 2;
  private static final int FIRST_ROOM = 8;

  final long threadId;

  private long[] written = new long[HEAD + FIRST_ROOM * FRAME + Buckets.PADDING];

  /** What frames were marked as failed with; only looked at in sampled traces. */
  private String[] errors = new String[FIRST_ROOM];

  /** Set while values of a call are read on this thread, if it is a virtual one. */
  boolean capturing;

  /** What a span at the bottom carries on; null if it begins a trace. */
  private TraceContext base;

  /** What the thread is at under this one, as it runs a task amid another's; null if nothing. */
  private final SpanStack below;

  /** How many there are, this one included. */
  private final int level;

  /** One that was once needed above, to be used again. */
  private SpanStack above;

  /** The task for which a pool has entered this stack. */
  private Object running;

  /** What guides are at work here, by their bits: of each kind, only the outermost call counts. */
  private int guiding;

  private SpanStack(SpanStack below) {
    this.below = below;
    this.level = below == null ? 1 : below.level + 1;
    threadId = Thread.currentThread().getId();
    written[RANDOM] = mix(SEED.addAndGet(GOLDEN_GAMMA) ^ System.nanoTime());
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

  /** Whether a trace that begins with this half of its id is kept, if nobody says otherwise. */
  public static boolean wouldKeep(long traceLow) {
    return (traceLow & RANDOM_BITS) >= threshold;
  }

  static SpanStack current() {
    SpanStack stack = CURRENT.get();
    return stack != null ? stack : create(Handoffs.take(Thread.currentThread()));
  }

  /** The calling thread's; null if it has none, and would have nothing to carry on. */
  private static SpanStack known() {
    SpanStack stack = held();
    if (stack != null) {
      return stack;
    }
    TraceContext inherited = Handoffs.take(Thread.currentThread());
    return inherited == null ? null : create(inherited);
  }

  /** The calling thread's; null if it has none. */
  private static SpanStack held() {
    SpanStack stack = Recorder.heldStack();
    return stack != null ? stack : CURRENT.get();
  }

  private static SpanStack create(TraceContext inherited) {
    SpanStack created = new SpanStack(null);
    created.base = inherited;
    CURRENT.set(created);
    return created;
  }

  /** What a task carries on that this thread hands over now; null if no trace is under way. */
  static TraceContext contextNow() {
    SpanStack stack = known();
    return stack == null ? null : stack.context();
  }

  /** Whether a call is under way here that a guide of this bit sees to. */
  boolean isGuided(int bit) {
    return (guiding & bit) != 0;
  }

  /** A call begins, or ends, that a guide of this bit sees to. */
  void guided(int bit, boolean underWay) {
    guiding = underWay ? guiding | bit : guiding & ~bit;
  }

  /** Has the thread begin anew, as for a request that comes from another process. */
  static long enterApart(TraceContext context) {
    SpanStack stack = current();
    if (stack.written[DEPTH] > 0 || stack.base != null) {
      stack = stack.onTop();
    }
    stack.base = context;
    return stack.level;
  }

  private TraceContext context() {
    long[] w = written;
    if (w[DEPTH] == 0) {
      return base;
    }
    boolean sampled = w[SAMPLED] != 0;
    // One from elsewhere may have no other half: B3 has ids of 64 bits.
    if (w[TRACE_HIGH] == 0 && base == null) {
      w[TRACE_HIGH] = nextId(w);
    }
    return new TraceContext(
        w[TRACE_HIGH],
        w[TRACE_LOW],
        sampled ? idAt(w[DEPTH] - 1) : nextId(w),
        sampled,
        base == null ? null : base.luggage);
  }

  /**
   * Has the calling thread carry on a trace, whatever it is at.
   *
   * @param context null to carry on none
   * @return for {@link #leave}; 0 if nothing had to be done
   */
  static long enter(TraceContext context) {
    SpanStack stack = known();
    if (stack == null) {
      if (context == null) {
        return 0;
      }
      stack = Recorder.current().stack();
    }
    if (stack.isAt(context)) {
      return 0;
    }
    if (stack.written[DEPTH] > 0 || stack.base != null) {
      stack = stack.onTop();
    }
    stack.base = context;
    return stack.level;
  }

  /** Whether what begins now carries on just that: as where a thread runs what it forked itself. */
  private boolean isAt(TraceContext context) {
    long[] w = written;
    if (context == null || (w[DEPTH] == 0 && base == null)) {
      return w[DEPTH] == 0 && base == context;
    }
    return w[DEPTH] == 0
        ? context.is(base.traceHigh, base.traceLow, base.spanId, base.sampled)
        : context.is(w[TRACE_HIGH], w[TRACE_LOW], idAt(w[DEPTH] - 1), w[SAMPLED] != 0);
  }

  private SpanStack onTop() {
    if (above == null) {
      above = new SpanStack(this);
    }
    above.makeCurrent();
    return above;
  }

  private void makeCurrent() {
    CURRENT.set(this);
    Recorder.hold(this);
  }

  /** Has the calling thread go on with what it was at, and forgets what was not ended. */
  static void leave(long entered) {
    SpanStack top = known();
    SpanStack stack = top;
    while (stack != null && stack.level > entered) {
      stack.clear();
      stack = stack.below;
    }
    if (stack == null || stack.level < entered) {
      return;
    }
    stack.clear();
    SpanStack now = stack.below == null ? stack : stack.below;
    if (now != top) {
      now.makeCurrent();
    }
  }

  private void clear() {
    base = null;
    running = null;
    guiding = 0;
    written[DEPTH] = 0;
  }

  /** A pool is about to run a task on this thread, and may or may not say when it is done. */
  static void beginRunning(Object task) {
    endRunning();
    if (enter(Handoffs.take(task)) != 0) {
      current().running = task;
    }
  }

  /** Whether {@link #beginRunning} was told of this task last. */
  static boolean isRunning(Object task) {
    SpanStack stack = held();
    return stack != null && task != null && stack.running == task;
  }

  static void endRunning() {
    SpanStack stack = known();
    if (stack != null && stack.running != null) {
      leave(stack.level);
    }
  }

  /** True if the innermost span of this thread will be kept. */
  static boolean isSampled() {
    SpanStack stack = CURRENT.get();
    return stack != null && stack.written[DEPTH] > 0 && stack.samples();
  }

  /** True while this thread reads captured values; makes nothing for a thread that never did. */
  static boolean isCapturing() {
    SpanStack stack = CURRENT.get();
    return stack != null && stack.capturing;
  }

  /** Takes the span of a call away, if it has one. */
  static void abandon(long token) {
    SpanStack stack = Token.level(token) == Probe.SPAN ? CURRENT.get() : null;
    if (stack != null) {
      stack.pop(token);
    }
  }

  /** Begins a span; returns the token of the call. */
  long push() {
    long[] w = written;
    int at = (int) w[DEPTH];
    if (at == 0) {
      begin(w);
    } else if (at == errors.length) {
      if (at == MAX_DEPTH) {
        Recorder.current().drop(Drop.SPAN_DEPTH);
        return Token.startedNow(Probe.TIMING);
      }
      w = grow();
    }
    int frame = HEAD + at * FRAME;
    if (w[SAMPLED] != 0) {
      w[frame + 1] = nextId(w);
      errors[at] = null;
    }
    w[DEPTH] = at + 1L;
    long token = Token.startedNow(Probe.SPAN);
    w[frame] = token;
    return token;
  }

  private void begin(long[] w) {
    if (base != null) {
      w[TRACE_HIGH] = base.traceHigh;
      w[TRACE_LOW] = base.traceLow;
      w[SAMPLED] = base.sampled ? 1 : 0;
      return;
    }
    w[TRACE_LOW] = nextId(w);
    boolean sampled = wouldKeep(w[TRACE_LOW]);
    w[SAMPLED] = sampled ? 1 : 0;
    // Whatever is not kept gets its other half only if somebody asks.
    w[TRACE_HIGH] = sampled ? nextId(w) : 0;
  }

  private long[] grow() {
    int room = errors.length;
    long[] grown = new long[HEAD + 2 * room * FRAME + Buckets.PADDING];
    System.arraycopy(written, 0, grown, 0, HEAD + room * FRAME);
    errors = Arrays.copyOf(errors, 2 * room);
    written = grown;
    return grown;
  }

  /** Ends the span of a call, and any above it. False if it is not here. */
  boolean pop(long token) {
    long[] w = written;
    for (int i = (int) w[DEPTH] - 1; i >= 0; i--) {
      if (w[HEAD + i * FRAME] == token) {
        w[DEPTH] = i;
        return true;
      }
    }
    return false;
  }

  /** Whether the trace under way, or the one just ended, is kept. */
  boolean samples() {
    return written[SAMPLED] != 0;
  }

  /** Marks the innermost span as failed, however its call ends. */
  void fail(String errorType) {
    int depth = (int) written[DEPTH];
    if (depth > 0 && samples()) {
      errors[depth - 1] = errorType;
    }
  }

  long traceHigh() {
    return written[TRACE_HIGH];
  }

  long traceLow() {
    return written[TRACE_LOW];
  }

  /** What the span just popped was marked with; null if it was not. */
  String poppedError() {
    return errors[(int) written[DEPTH]];
  }

  /** Id of the span just popped. */
  long poppedId() {
    return idAt(written[DEPTH]);
  }

  /** Id of the span that the one just popped was in, on whatever thread; 0 for a root. */
  long parentId() {
    if (written[DEPTH] == 0) {
      return base == null ? 0 : base.spanId;
    }
    return idAt(written[DEPTH] - 1);
  }

  private long idAt(long depth) {
    return written[HEAD + (int) depth * FRAME + 1];
  }

  /** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014); never 0, which W3C forbids. */
  private static long nextId(long[] w) {
    w[RANDOM] += GOLDEN_GAMMA;
    long id = mix(w[RANDOM]);
    return id != 0 ? id : GOLDEN_GAMMA;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
