package dev.gemba.bootstrap;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import jdk.internal.vm.annotation.DontInline;

/**
 * The spans under way on one thread, virtual or not: written and read by that thread alone. Which
 * stack that is tells {@link Stacks}.
 *
 * <p>Frames are found by their token, so that a frame that was never popped (a span that the
 * application began and did not end) is swept away by the next exit under it.
 *
 * <p>What every span writes lies in one array, padded as in {@link Buckets} and for the same
 * reason:
 *
 * <pre>
 *   padding | depth, random, trace (high, low), state, lost | token, number; … | padding
 * </pre>
 *
 * <p>A trace is kept from its beginning on, dropped, or held until it is judged: by the stack on
 * which it began, when its first call ends, or by whatever span fails. Where it went on to other
 * threads, a {@link Verdict} tells them.
 */
public final class SpanStack {

  static final int MAX_DEPTH = 1024;

  private static final AtomicLong SEED = new AtomicLong();
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** States of a trace: nothing is recorded of it. */
  private static final long DROPPED = 0;

  /** Its spans go to the collector as they end. */
  private static final long KEPT = 1;

  /** Its spans wait until it is known. */
  private static final long HELD = 2;

  private static final int DEPTH = Buckets.PADDING;
  private static final int RANDOM = DEPTH + 1;
  private static final int TRACE_HIGH = DEPTH + 2;
  private static final int TRACE_LOW = DEPTH + 3;
  private static final int STATE = DEPTH + 4;
  private static final int LOST = DEPTH + 5;
  private static final int HEAD = DEPTH + 6;
  private static final int FRAME = 2;
  private static final int FIRST_ROOM = 8;

  final long threadId;

  private long[] written = new long[HEAD + FIRST_ROOM * FRAME + Buckets.PADDING];

  /** What frames were marked as failed with; only looked at in traces that are not dropped. */
  private String[] errors = new String[FIRST_ROOM];

  /** Set while values of a call are read on this thread, if it is a virtual one. */
  boolean capturing;

  /** What a span at the bottom carries on; null if it begins a trace. */
  TraceContext base;

  /** Of the trace under way, if it is known on other threads as one that is held; or null. */
  private Verdict verdict;

  /** What waits of the trace under way; null if nothing ever did. */
  private HeldSpans held;

  /** What others are told of the trace under way besides its ids; may be null. */
  private String traceState;

  /** What the thread is at under this one; null if nothing. See {@link Stacks}. */
  final SpanStack below;

  /** How many there are, this one included. */
  final int level;

  /** One that was once needed above, to be used again. */
  SpanStack above;

  /** The other tracer's context that {@link #base} is of; null if it is of none. */
  OtherTracer.Attached attached;

  /** The task for which a pool has entered this stack. */
  Object running;

  /** The message that is handled here; null if none is. */
  private Handling handling;

  /** What guides are at work here, by their bits: of each kind, only the outermost call counts. */
  int guiding;

  SpanStack(SpanStack below) {
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

  /** See {@link TraceContext#shownNow}. */
  TraceContext shown() {
    long[] w = written;
    if (w[DEPTH] == 0) {
      return base != null && base.hasSpans() ? base : null;
    }
    if (w[STATE] == DROPPED) {
      return null;
    }
    completeTraceId(w);
    return new TraceContext(
        w[TRACE_HIGH], w[TRACE_LOW], idAt(w[DEPTH] - 1), w[STATE] == KEPT, null, null);
  }

  /** Whether no span is under way here. */
  boolean isAtBottom() {
    return written[DEPTH] == 0;
  }

  /** Whether nothing is under way here, nor carried on. */
  boolean isIdle() {
    return written[DEPTH] == 0 && base == null;
  }

  /** Whether what is carried on is no longer current in the other tracer that it is of. */
  boolean isStale() {
    return attached != null && written[DEPTH] == 0 && !attached.isCurrent();
  }

  /** Whether what is under way, or carried on, is of that trace. */
  boolean isOf(long traceHigh, long traceLow) {
    long[] w = written;
    if (w[DEPTH] > 0) {
      return w[TRACE_LOW] == traceLow && w[TRACE_HIGH] == traceHigh;
    }
    return base != null && base.traceLow == traceLow && base.traceHigh == traceHigh;
  }

  /** The trace under way, or carried on, is kept, as another tracer keeps it. */
  void keepWhatIsHeld(Recorder recorder) {
    if (written[DEPTH] > 0) {
      if (written[STATE] == HELD) {
        keep(recorder);
      }
    } else if (base.verdict != null) {
      String told = base.luggage == null ? null : base.luggage.tracestate();
      movedTo(recorder, base.verdict.keep(), base.traceHigh, base.traceLow, told);
    }
  }

  /** Whether a call is under way here that a guide of this bit sees to. */
  boolean isGuided(int bit) {
    return (guiding & bit) != 0;
  }

  /** A call begins, or ends, that a guide of this bit sees to. */
  void guided(int bit, boolean underWay) {
    guiding = underWay ? guiding | bit : guiding & ~bit;
  }

  /** Whether another tracer has begun that very thing already, so that it is within its span. */
  boolean carriesOnAnothers(TraceContext context) {
    return attached != null
        && written[DEPTH] == 0
        && (context == null || isOf(context.traceHigh, context.traceLow));
  }

  /** What a task carries on that is handed over here; null if no trace is under way. */
  TraceContext context() {
    long[] w = written;
    if (w[DEPTH] == 0) {
      return base;
    }
    completeTraceId(w);
    return new TraceContext(
        w[TRACE_HIGH],
        w[TRACE_LOW],
        w[STATE] == DROPPED ? nextId(w) : idAt(w[DEPTH] - 1),
        w[STATE] == KEPT,
        luggage(),
        w[STATE] == HELD ? sharedVerdict() : verdict);
  }

  /** The half that a trace gets only if somebody asks. */
  private void completeTraceId(long[] w) {
    // One from elsewhere may have none: B3 has ids of 64 bits.
    if (w[TRACE_HIGH] == 0 && base == null) {
      w[TRACE_HIGH] = nextId(w);
    }
  }

  TraceContext.Luggage luggage() {
    if (base != null) {
      return base.luggage;
    }
    return traceState == null ? null : new TraceContext.Luggage(traceState, null);
  }

  private Verdict sharedVerdict() {
    if (verdict == null) {
      verdict = new Verdict();
    }
    return verdict;
  }

  /** Whether what begins now carries on just that: as where a thread runs what it forked itself. */
  boolean isAt(TraceContext context) {
    long[] w = written;
    if (context == null || (w[DEPTH] == 0 && base == null)) {
      return w[DEPTH] == 0 && base == context;
    }
    return w[DEPTH] == 0
        ? context.is(base.traceHigh, base.traceLow, base.spanId, base.hasSpans())
        : context.is(w[TRACE_HIGH], w[TRACE_LOW], idAt(w[DEPTH] - 1), w[STATE] != DROPPED);
  }

  /** Forgets whatever is under way here. */
  void clear() {
    if (handling != null) {
      // Its span is looked for from the top on.
      Stacks.makeCurrent(this);
      handled(handling);
    }
    forgetTrace();
    base = null;
    attached = null;
    running = null;
    guiding = 0;
    written[DEPTH] = 0;
  }

  /** A message is handled on this stack, by a call that has just begun at its bottom. */
  void handling(Handling begun) {
    handling = begun;
  }

  /** What is handled here; null if nothing is. */
  Handling handling() {
    return handling;
  }

  /** Whether a message is still being handled here, and by the calling thread. */
  boolean isHandling(Handling begun) {
    return handling == begun && threadId == Thread.currentThread().getId();
  }

  /** A message has been handled, unless that was known. */
  void handled(Handling over) {
    if (handling == over) {
      handling = null;
      over.record();
    }
  }

  /**
   * Whether values of the innermost call on this thread, which ends now, are of use: not if its
   * trace is not kept, as far as can be known.
   *
   * @param nanos how long it took
   */
  boolean wants(Probe probe, long nanos, boolean failed) {
    long[] w = written;
    if (w[STATE] != HELD || w[DEPTH] > 1 || !isJudge()) {
      return w[STATE] != DROPPED;
    }
    return failed || errors[0] != null || Sampler.isSlow(probe, nanos) || isKeptElsewhere();
  }

  /** Begins a span; returns the token of the call. */
  long push() {
    long[] w = written;
    int at = (int) w[DEPTH];
    if (at == 0) {
      if (isStale()) {
        return Stacks.fresh(this).push();
      }
      begin(w);
    } else if (at == errors.length) {
      if (at == MAX_DEPTH) {
        Recorder.current().drop(Drop.SPAN_DEPTH);
        return Token.startedNow(Probe.TIMING);
      }
      w = grow();
    }
    int frame = HEAD + at * FRAME;
    if (w[STATE] != DROPPED) {
      w[RANDOM] += GOLDEN_GAMMA;
      // What the id is made of, which seldom anybody asks for.
      w[frame + 1] = w[RANDOM];
      errors[at] = null;
    }
    w[DEPTH] = at + 1L;
    long token = Token.startedNow(Probe.SPAN);
    w[frame] = token;
    return token;
  }

  private void begin(long[] w) {
    if (verdict != null || (held != null && !held.isEmpty())) {
      // The call that began a trace was abandoned.
      forgetTrace();
    }
    w[LOST] = 0;
    if (base != null) {
      carryOn(w);
      return;
    }
    w[TRACE_LOW] = nextId(w);
    Sampler.Draw draw = Sampler.draw();
    if (draw.takes(w[TRACE_LOW])) {
      w[STATE] = KEPT;
      w[TRACE_HIGH] = nextId(w);
      traceState = draw.traceState();
    } else {
      w[STATE] = Sampler.isHolding() ? HELD : DROPPED;
      w[TRACE_HIGH] = 0;
      traceState = null;
    }
  }

  private void carryOn(long[] w) {
    w[TRACE_HIGH] = base.traceHigh;
    w[TRACE_LOW] = base.traceLow;
    verdict = base.verdict;
    traceState = base.luggage == null ? null : base.luggage.tracestate();
    if (base.sampled || (verdict != null && verdict.isKept())) {
      w[STATE] = KEPT;
    } else {
      // A caller in another process that does not keep it does not know how it ends here.
      boolean open = verdict == null ? Sampler.isHolding() : verdict.isOpen();
      w[STATE] = open ? HELD : DROPPED;
    }
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

  /**
   * Ends the span of a call that lies under what has begun since, and not ended.
   *
   * @return where it was; null if it is nowhere
   */
  @DontInline
  SpanStack poppedBelow(long token) {
    for (SpanStack stack = below; stack != null; stack = stack.below) {
      if (stack.pop(token)) {
        return stack;
      }
    }
    return null;
  }

  /** Whether the trace under way, or the one just ended, has spans. */
  boolean hasSpans() {
    return written[STATE] != DROPPED;
  }

  /** Whether it is known by now that the trace is kept. */
  boolean isKept() {
    return written[STATE] == KEPT;
  }

  /** Takes the span that was just popped. */
  void ended(
      Recorder recorder,
      Probe probe,
      Series series,
      long start,
      long end,
      String error,
      Object[] attributes) {
    long[] w = written;
    int depth = (int) w[DEPTH];
    if (w[STATE] == HELD && depth > 0 && error == null && errors[depth] == null) {
      int frame = HEAD + depth * FRAME + 1;
      heldSpans().add(w[frame], w[frame - FRAME], start, end, probe, series, null, attributes);
    } else {
      decided(recorder, probe, series, start, end, error, attributes);
    }
  }

  @DontInline
  private void decided(
      Recorder recorder,
      Probe probe,
      Series series,
      long start,
      long end,
      String error,
      Object[] attributes) {
    long[] w = written;
    if (w[STATE] == HELD && !judges(recorder, probe, end - start, error)) {
      return;
    }
    String failed = error == null ? poppedError() : error;
    if (w[STATE] == HELD) {
      int frame = HEAD + (int) w[DEPTH] * FRAME + 1;
      HeldSpans spans = heldSpans();
      if (w[DEPTH] == 0) {
        spans.within(base.spanId);
        spans.add(w[frame], HeldSpans.BASE, start, end, probe, series, failed, attributes);
      } else {
        spans.add(w[frame], w[frame - FRAME], start, end, probe, series, failed, attributes);
      }
    } else if (w[STATE] == KEPT) {
      boolean last = w[DEPTH] == 0;
      boolean offered =
          recorder
              .spans()
              .offer(
                  recorder,
                  traceHigh(),
                  traceLow(),
                  poppedId(),
                  parentId(),
                  start,
                  end,
                  threadId,
                  probe,
                  series,
                  failed,
                  attributes,
                  traceState,
                  last ? w[LOST] : SpanRing.INNER);
      w[LOST] += offered ? 0 : 1;
    }
    if (w[DEPTH] == 0) {
      passOn(recorder);
    }
  }

  /**
   * Judges a trace that is held, if what just ended decides about it.
   *
   * @return false if it is dropped
   */
  private boolean judges(Recorder recorder, Probe probe, long nanos, String error) {
    boolean failed = error != null || poppedError() != null;
    if (failed && Sampler.keepsErrors(traceLow())) {
      keep(recorder);
      return true;
    }
    if (written[DEPTH] > 0 || !isJudge()) {
      return true;
    }
    probe.beganTrace();
    if (isKeptElsewhere() || Sampler.keepsSlow(probe, nanos, traceLow())) {
      keep(recorder);
      return true;
    }
    forgetTrace();
    return false;
  }

  /** Whether the trace under way, if it is held, is judged when the call at the bottom ends. */
  private boolean isJudge() {
    return base == null || base.verdict == null;
  }

  private boolean isKeptElsewhere() {
    return verdict != null && verdict.isKept();
  }

  /** The trace under way turns out to be kept, on all threads. */
  private void keep(Recorder recorder) {
    long[] w = written;
    w[STATE] = KEPT;
    completeTraceId(w);
    if (held != null) {
      w[LOST] += held.moveTo(recorder, traceHigh(), traceLow(), traceState);
    }
    if (verdict != null) {
      w[LOST] += movedTo(recorder, verdict.keep(), traceHigh(), traceLow(), traceState);
    }
  }

  /** Hands spans to the collector that have waited; returns how many there was no room for. */
  static long movedTo(
      Recorder recorder, HeldSpans parts, long traceHigh, long traceLow, String traceState) {
    long lost = 0;
    for (HeldSpans part = parts; part != null; part = part.next) {
      lost += part.moveTo(recorder, traceHigh, traceLow, traceState);
    }
    return lost;
  }

  /** This thread's part of a trace has ended, perhaps before it is judged. */
  private void passOn(Recorder recorder) {
    Verdict of = verdict;
    verdict = null;
    if (of == null || held == null || held.isEmpty()) {
      return;
    }
    HeldSpans part = held.takenOut();
    if (!of.takes(part, recorder) && of.isKept()) {
      part.moveTo(recorder, traceHigh(), traceLow(), traceState);
    }
  }

  /**
   * The call of the span that was just popped goes on, with no place on any stack: whoever ends it
   * finds the trace's verdict.
   *
   * @return null if there is no need of one
   */
  Verdict leftOpen(Recorder recorder) {
    if (written[STATE] != HELD) {
      return null;
    }
    completeTraceId(written);
    Verdict shared = sharedVerdict();
    if (written[DEPTH] == 0) {
      passOn(recorder);
    }
    return shared;
  }

  /** Whether a call that is left open ends its trace, and so decides about it. */
  boolean endsTrace() {
    return written[DEPTH] == 0 && isJudge();
  }

  private HeldSpans heldSpans() {
    if (held == null) {
      held = new HeldSpans(threadId);
    }
    return held;
  }

  /** What was held is not wanted, or nobody will judge it any more. */
  private void forgetTrace() {
    if (verdict != null && isJudge()) {
      verdict.drop();
    }
    verdict = null;
    if (held != null && !held.isEmpty()) {
      held.clear();
    }
  }

  /** What is held here takes of the heap. For any thread. */
  long heldBytes() {
    HeldSpans now = held;
    return now == null ? 0 : now.bytes();
  }

  /** What others are told of the trace just ended; may be null. */
  String traceState() {
    return traceState;
  }

  /** Marks the innermost span as failed, however its call ends. */
  void fail(String errorType) {
    int depth = (int) written[DEPTH];
    if (depth > 0 && hasSpans()) {
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
  private String poppedError() {
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
    return idOf(written[HEAD + (int) depth * FRAME + 1]);
  }

  /** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014); never 0, which W3C forbids. */
  private static long nextId(long[] w) {
    w[RANDOM] += GOLDEN_GAMMA;
    return idOf(w[RANDOM]);
  }

  /** The id that is made of a number of the sequence. */
  static long idOf(long number) {
    long id = mix(number);
    return id != 0 ? id : GOLDEN_GAMMA;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
