package dev.gemba.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.ForceInline;

/**
 * What the calls on one platform thread, or on the virtual threads that it carries, left behind:
 * written by that thread alone, read by the collector.
 *
 * <p>The collector keeps the list of recorders and retires those whose thread has ended. A new one
 * reaches it over a stack that application threads only push to.
 */
public final class Recorder {

  /** One call in so many is timed at {@link Probe#SAMPLED}, in the mean. */
  static final int SAMPLING_INTERVAL = 64;

  /** Calls until one is timed at {@link Probe#SAMPLED}, that one included. */
  private static final int UNTIL_TIMED = Buckets.PADDING;

  private static final int RANDOM = UNTIL_TIMED + 1;
  private static final int READINGS = UNTIL_TIMED + 2;
  private static final int VALUES_NANOS = UNTIL_TIMED + 3;

  /** Up to which reading each is timed and stands for itself alone. */
  private static final int EACH_UNTIL = UNTIL_TIMED + 4;

  /**
   * One reading of captured values in so many is timed. A prime: calls that each read some times
   * would have the same of their readings timed again and again.
   */
  public static final int READINGS_PER_TIMED = 61;

  /**
   * A reading that takes longer is no sample of others: the first one of all, which links what it
   * calls, or one during which the thread had to wait for a CPU.
   */
  private static final long LONG_READING_NANOS = 50_000;

  private static final AtomicReference<Recorder> NEWEST = new AtomicReference<>();
  private static final DurationCell[] NO_CELLS = new DurationCell[0];
  private static final ValueCell[] NO_VALUES = new ValueCell[0];

  private Thread thread;

  private boolean capturing;

  /** Counters of its own, which stand at the places above; padded as in {@link Buckets}. */
  private final long[] turns = new long[2 * Buckets.PADDING + 5];

  /** The thread's stack of spans, kept here to be found at once; null if not looked for yet. */
  private SpanStack stack;

  private DurationCell[] cells = NO_CELLS;
  private ValueCell[] values = NO_VALUES;
  private SpanRing spans;
  private final long[] drops = new long[Drop.REASONS];
  private Recorder next;

  private Recorder(Thread thread) {
    this.thread = thread;
    turns[RANDOM] = System.identityHashCode(this) + 1L;
    turns[UNTIL_TIMED] = nextInterval();
  }

  /** The recorder of the calling thread, which alone may write to it, and only until it blocks. */
  public static Recorder current() {
    Recorder recorder = known();
    return recorder != null ? recorder : create();
  }

  /** As {@link #current}, but null for a thread that never recorded. */
  @ForceInline
  static Recorder known() {
    Recorder found = RecorderTable.find();
    return found != null ? found : CarrierLocal.get();
  }

  @DontInline
  private static Recorder create() {
    Recorder created = new Recorder(Thread.currentThread());
    CarrierLocal.set(created);
    // Only now, as asking for the carrier runs code of the JDK, which may be woven and come here.
    created.thread = CarrierLocal.carrier();
    RecorderTable.put(created);
    push(created);
    return created;
  }

  /**
   * Has the calling thread, a platform thread, record elsewhere.
   *
   * @param recorder null to have it begin anew
   * @return where it recorded before; null if nowhere
   */
  static Recorder exchange(Recorder recorder) {
    Recorder before = known();
    if (before != null) {
      RecorderTable.remove(before);
    }
    CarrierLocal.set(recorder);
    if (recorder != null) {
      RecorderTable.put(recorder);
    }
    return before;
  }

  /** Lets go of a recorder whose thread has ended, or has another one by now. */
  public void retire() {
    RecorderTable.remove(this);
  }

  /** A recorder for the calling thread that the collector never gets to see. */
  static Recorder unseen() {
    return new Recorder(Thread.currentThread());
  }

  private static void push(Recorder recorder) {
    do {
      recorder.next = NEWEST.get();
    } while (!NEWEST.compareAndSet(recorder.next, recorder));
  }

  /** Recorders made since the last call. For the collector. */
  public static List<Recorder> takeNew() {
    List<Recorder> taken = new ArrayList<>();
    Recorder recorder = NEWEST.getAndSet(null);
    while (recorder != null) {
      Recorder following = recorder.next;
      recorder.next = null;
      taken.add(recorder);
      recorder = following;
    }
    return taken;
  }

  /** Empties recorders and leaves them to the next collector, after every probe has gone dark. */
  public static void giveBack(List<Recorder> recorders) {
    for (Recorder recorder : recorders) {
      recorder.cells = NO_CELLS;
      recorder.values = NO_VALUES;
      recorder.spans = null;
      recorder.turns[VALUES_NANOS] = 0;
      java.util.Arrays.fill(recorder.drops, 0);
      push(recorder);
    }
  }

  /** As {@link #record}, for callers that are large without it and call it seldom enough. */
  @DontInline
  void recordOutOfLine(
      Probe probe, Series series, long token, long end, String error, Object[] attributes) {
    record(probe, series, token, end, error, attributes);
  }

  void record(Probe probe, Series series, long token, long end, String error, Object[] attributes) {
    DurationCell cell = cell(series);
    if (cell == null) {
      abandon(token);
      return;
    }
    if (!Token.isTimed(token)) {
      cell.count();
      return;
    }
    long nanos = Token.nanosUntil(end, token);
    cell.record(nanos, Token.weight(token));
    if (Token.level(token) >= Probe.SPAN) {
      // A constructor's place on the stack is taken only now that it is sure to end.
      long place = Token.level(token) == Probe.SPAN ? token : stack().push();
      endSpan(place, probe, series, end - nanos, end, error, attributes);
    }
  }

  /**
   * A call that ended on whatever thread, and whose span is on no stack.
   *
   * @return false if nothing is recorded of it any more
   */
  boolean recordLater(Series series, long token, long nanos) {
    DurationCell cell = cell(series);
    if (cell == null) {
      return false;
    }
    cell.record(nanos, Token.weight(token));
    return true;
  }

  private void endSpan(
      long token,
      Probe probe,
      Series series,
      long start,
      long end,
      String error,
      Object[] attributes) {
    SpanStack stack = stack();
    if (!stack.pop(token)) {
      stack = stack.poppedBelow(token);
    }
    if (stack != null && stack.hasSpans()) {
      stack.ended(this, probe, series, start, end, error, attributes);
    }
  }

  /** The stack of the calling thread: its own also where virtual threads share this recorder. */
  SpanStack stack() {
    if (isShared()) {
      return Stacks.current();
    }
    SpanStack known = stack;
    if (known == null) {
      known = Stacks.current();
      stack = known;
    }
    return known;
  }

  /** The stack of the calling thread, if it is a platform thread that has looked for it before. */
  static SpanStack heldStack() {
    Recorder recorder = RecorderTable.find();
    return recorder == null ? null : recorder.stack;
  }

  /** Has the calling thread find another stack. */
  static void hold(SpanStack stack) {
    Recorder recorder = known();
    if (recorder != null && !recorder.isShared()) {
      recorder.stack = stack;
    }
  }

  /** Leaves a call unrecorded. */
  void abandon(long token) {
    Stacks.abandon(token);
  }

  /**
   * Whether this thread is reading captured values of a call. A virtual thread may leave its
   * carrier meanwhile, so its mark is with itself, which costs it a look-up.
   */
  boolean isCapturing() {
    return isShared() ? Stacks.isCapturing() : capturing;
  }

  void capturing(boolean on) {
    if (isShared()) {
      Stacks.current().capturing = on;
    } else {
      capturing = on;
    }
  }

  /** Whether the calling thread is a virtual one, and this belongs to its carrier. */
  @SuppressWarnings("ReferenceEquality") // threads may define equality as they please
  @ForceInline
  private boolean isShared() {
    return CarrierLocal.SHARED && thread != Thread.currentThread();
  }

  /**
   * Whether a call that begins at {@link Probe#SAMPLED} is timed; then {@link #timed} is to follow.
   */
  @ForceInline
  boolean isTurnToTime() {
    return --turns[UNTIL_TIMED] <= 0;
  }

  /**
   * Decides which call is timed next. The distances between them have no pattern that calls could
   * be in step with: each from 1 to twice the interval is as likely as any other.
   */
  void timed() {
    turns[UNTIL_TIMED] = nextInterval();
  }

  /** Xorshift (Marsaglia, Journal of Statistical Software 8/14, 2003). */
  private long nextInterval() {
    long x = turns[RANDOM];
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    turns[RANDOM] = x;
    return 1 + (x >>> 1) % (2 * SAMPLING_INTERVAL - 1);
  }

  /** Whether the reading of values that now begins is to be timed. */
  boolean isReadingToTime() {
    long before = turns[READINGS]++;
    return before % READINGS_PER_TIMED == 0 || before < turns[EACH_UNTIL];
  }

  /**
   * Remembers how long a reading of values took that was timed. It stands for those that are not,
   * up to the next that is; a long one for itself alone, and then all of these are timed.
   */
  void valuesRead(long nanos) {
    long read = turns[READINGS];
    if (read <= turns[EACH_UNTIL]) {
      turns[VALUES_NANOS] += nanos;
    } else if (nanos > LONG_READING_NANOS) {
      turns[VALUES_NANOS] += nanos;
      turns[EACH_UNTIL] = read + READINGS_PER_TIMED - 1;
    } else {
      turns[VALUES_NANOS] += nanos * READINGS_PER_TIMED;
    }
  }

  /** Time that all readings of values took, by those that were timed. */
  public long valuesNanos() {
    return turns[VALUES_NANOS];
  }

  /** Counts so many calls. Called on the thread that this recorder belongs to. */
  public void count(Series series, int number) {
    DurationCell cell = cell(series);
    if (cell != null) {
      cell.count(number);
    }
  }

  /** Records a number. Called by {@link Capture} on the thread that this recorder belongs to. */
  public void measure(Measure measure, double value) {
    ValueCell[] held = values;
    ValueCell cell = measure.id < held.length ? held[measure.id] : null;
    if (cell == null) {
      cell = newValueCell(measure);
    }
    if (!cell.record(value)) {
      drop(Drop.MEASURE_VALUE);
    }
  }

  /** Counts something that could not be kept. Called on the thread that this belongs to. */
  public void drop(int reason) {
    drops[reason]++;
  }

  /** Counts so many things that could not be kept. */
  void drop(int reason, long number) {
    drops[reason] += number;
  }

  /** Null for {@link Series#NONE}, whose calls are nowhere recorded. */
  private DurationCell cell(Series series) {
    DurationCell cell = heldCell(series);
    return cell != null ? cell : newCell(series);
  }

  @ForceInline
  private DurationCell heldCell(Series series) {
    DurationCell[] held = cells;
    int id = series.id;
    return id >= 0 && id < held.length ? held[id] : null;
  }

  /** For a platform thread's own recorder; null if there is none yet, or values are being read. */
  @ForceInline
  DurationCell knownCell(Series series) {
    return capturing ? null : heldCell(series);
  }

  @DontInline
  private DurationCell newCell(Series series) {
    if (series == Series.NONE) {
      return null;
    }
    // Put in place last: an agent that leaves may take the array away meanwhile.
    DurationCell[] held = cells;
    if (series.id >= held.length) {
      held = java.util.Arrays.copyOf(held, grownTo(series.id));
    }
    DurationCell cell = new DurationCell(series);
    held[series.id] = cell;
    cells = held;
    return cell;
  }

  private ValueCell newValueCell(Measure measure) {
    ValueCell[] held = values;
    if (measure.id >= held.length) {
      held = java.util.Arrays.copyOf(held, grownTo(measure.id));
    }
    ValueCell cell = new ValueCell(measure);
    held[measure.id] = cell;
    values = held;
    return cell;
  }

  private static int grownTo(int index) {
    return Math.max(8, index + 1 + (index >> 1));
  }

  SpanRing spans() {
    SpanRing ring = spans;
    if (ring == null) {
      ring = new SpanRing();
      spans = ring;
    }
    return ring;
  }

  /** Whose calls these are; a carrier if they are virtual threads'. */
  public Thread thread() {
    return thread;
  }

  /** Null at the places of series that have no calls here. Not to be written to. */
  public DurationCell[] cells() {
    return cells;
  }

  /** Null at the places of measures that have no values here. Not to be written to. */
  public ValueCell[] values() {
    return values;
  }

  /** Null as long as no span was recorded. */
  public SpanRing ring() {
    return spans;
  }

  /** What spans take of the heap that wait until their trace is judged, about. */
  public long heldBytes() {
    SpanStack known = stack;
    return known == null ? 0 : known.heldBytes();
  }

  /** How much was dropped for a reason of {@link Drop}. */
  public long dropped(int reason) {
    return drops[reason];
  }
}
