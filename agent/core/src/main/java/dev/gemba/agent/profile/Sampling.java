package dev.gemba.agent.profile;

import dev.gemba.agent.record.DropCounters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The session that samples, if one does: begins it as it is wanted, reads what came in, and hands
 * that on to operations, spans and profiles. For one thread at a time; {@link #state} and {@link
 * #secondsUsed} are for all.
 */
final class Sampling {

  /** Turns between two looks whether something better would do by now. */
  private static final int TURNS_PER_TRIAL = 12;

  /** What a sample takes where the engine does not tell, by those that do. */
  private static final long GUESSED_NANOS = 20_000;

  /** Spans that are shorter are told nothing of their own: a sample stands for as much. */
  private static final long SHORTEST_NANOS = 20_000_000;

  private static final Session.Tally NOTHING_YET = new Session.Tally(0, 0, false);
  private static final double NANOS = 1e9;

  private final Engines engines;
  private final Supplier<FrameOperations> operations;
  private final DropCounters drops;
  private final Consumer<String> messages;
  private final OperationBills bills;
  private final SpanBills spans;
  private final ProfileQueue profiles;
  private final SamplePace pace = new SamplePace();
  private final EvenTotal secondsUsed = new EvenTotal();

  private SamplingPlan steady = SamplingPlan.NOTHING;

  /** What somebody asks for, where it is copied to, and why that failed; null for none. */
  private ProfileOrder order;

  private OutputStream copy;
  private IOException orderFailure;

  /** Null if nothing is sampled. */
  private Engines.Begun begun;

  /** What the session was begun for, or could not be. */
  private SamplingPlan tried = SamplingPlan.NOTHING;

  private boolean fresh;
  private int turns;
  private int nextTrial;
  private String told = "";
  private Session.Tally tally = NOTHING_YET;
  private long nanosBefore;
  private long guessedNanos;
  private Instant cutAt = Instant.EPOCH;

  private volatile Profiler.State state = Profiler.State.NONE;

  Sampling(
      Engines engines,
      Supplier<FrameOperations> operations,
      DropCounters drops,
      Consumer<String> messages,
      OperationBills bills,
      SpanBills spans,
      ProfileQueue profiles) {
    this.engines = engines;
    this.operations = operations;
    this.drops = drops;
    this.messages = messages;
    this.bills = bills;
    this.spans = spans;
    this.profiles = profiles;
  }

  /** Reads what came in, and sees to it that what is sampled is what is wanted. */
  void turn(SamplingPlan plan) {
    steady = plan;
    turns++;
    try {
      if (begun != null) {
        cut();
        leaveToOthers();
      }
      boolean worn = begun != null && tally.large();
      if (worn || !tried.equals(wanted()) || (turns >= nextTrial && isWorthATrial())) {
        renew();
      }
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      drops.add("profile-chunk", 1);
      tell("lost samples, and goes on: " + e);
      orderFailure = new IOException("samples were lost meanwhile: " + e, e);
      abort();
    }
  }

  /** Another look is worth while before it is time: how much there is to sample is not known. */
  boolean isFresh() {
    return begun != null && fresh;
  }

  /** How long to wait for the next turn. */
  long millisToTurn() {
    return begun == null ? Session.CUT_MILLIS : begun.session().cutMillis();
  }

  private boolean isWorthATrial() {
    return begun == null ? !wanted().isEmpty() : engines.isBetterNow(begun.engine());
  }

  private void leaveToOthers() throws IOException {
    if (engines.inTheWayOf(begun.engine()) != null) {
      end();
    }
  }

  private SamplingPlan wanted() {
    SamplingPlan paced = pace.applyTo(steady);
    return order == null ? paced : paced.and(order);
  }

  /** Ends the session, and begins another as it is wanted, if anything is. */
  private void renew() throws IOException {
    end();
    tried = wanted();
    nextTrial = turns + TURNS_PER_TRIAL;
    if (tried.isEmpty()) {
      rest(Profiler.State.NONE);
      return;
    }
    try {
      begin();
    } catch (ProfileException e) {
      // Until the next trial there is nothing to be done about it.
      rest(new Profiler.State(null, "", List.of(e.getMessage())));
      tell("takes no samples: " + e.getMessage());
    }
  }

  private void begin() throws ProfileException {
    tried = wanted();
    begun = engines.begin(tried);
    tally = NOTHING_YET;
    fresh = true;
    cutAt = Instant.now();
    spans.begin(System.nanoTime(), Math.max(tried.cpuNanos(), SHORTEST_NANOS));
    String engine = begun.engine().name();
    state = new Profiler.State(engine, begun.plan().text(), begun.problems());
    if (order == null && !begun.problems().isEmpty()) {
      tell("samples with " + engine + ", as " + String.join("; ", begun.problems()));
    }
  }

  private void rest(Profiler.State now) {
    spans.end();
    profiles.complete();
    state = now;
  }

  private void tell(String message) {
    if (!message.equals(told)) {
      messages.accept(message);
    }
    told = message;
  }

  private void cut() throws IOException {
    read(begun.session()::cut);
  }

  /** Ends the session, if there is one, with what it has. */
  private void end() throws IOException {
    if (begun == null) {
      return;
    }
    boolean done = false;
    try {
      read(begun.session()::end);
      done = true;
      forgetSession();
    } finally {
      if (!done) {
        abort();
      }
    }
  }

  private void forgetSession() {
    nanosBefore += Math.max(0, tally.nanosUsed());
    tally = NOTHING_YET;
    begun = null;
    tried = SamplingPlan.NOTHING;
  }

  /** After a failure: without what it has, but sampling ends. */
  private void abort() {
    if (begun != null) {
      begun.session().abort();
      forgetSession();
    }
  }

  /** How the session gives what it has. */
  private interface Cut {
    ByteBuffer take() throws IOException;
  }

  private void read(Cut cut) throws IOException {
    // Before: what comes while it is cut is in the next part.
    long until = System.nanoTime();
    Instant end = Instant.now();
    ByteBuffer recording = cut.take();
    copy(recording);
    fresh = false;
    List<Sample> samples =
        SampleReader.read(recording, begun.session(), begun.plan(), operations.get());
    bills.add(samples);
    spans.sampled(samples, until);
    account(samples.size());
    if (order == null) {
      pace.look(samples, Duration.between(cutAt, end).toNanos() / NANOS);
    }
    profiles.add(new ProfileQueue.Part(cutAt, end, begun.engine().name(), samples), until);
    cutAt = end;
  }

  /** A disk that is full is the trouble of whoever wanted it there. */
  private void copy(ByteBuffer recording) {
    if (copy == null) {
      return;
    }
    try {
      copy.write(recording.array(), recording.arrayOffset(), recording.limit());
    } catch (IOException e) {
      orderFailure = e;
      copy = null;
    }
  }

  private void account(int samples) {
    Session.Tally now = begun.session().tally();
    long skipped = now.skipped() - tally.skipped();
    if (skipped > 0) {
      drops.add("profile-sample", skipped);
    }
    if (now.nanosUsed() < 0) {
      guessedNanos += GUESSED_NANOS * samples;
    }
    tally = now;
    double seconds = (nanosBefore + Math.max(0, now.nanosUsed()) + guessedNanos) / NANOS;
    secondsUsed.set(seconds, System.nanoTime());
  }

  /**
   * Samples for somebody besides, until {@link #endOrder}.
   *
   * @param into all that is sampled from now on
   * @throws ProfileException if nothing here has such samples
   */
  void beginOrder(ProfileOrder wished, OutputStream into) throws ProfileException, IOException {
    boolean done = false;
    order = wished;
    orderFailure = null;
    try {
      if (begun != null && tried.equals(wanted())) {
        cut();
      } else {
        end();
        begin();
      }
      String whyNot = begun.engine().whyNot(wished.event());
      if (whyNot != null) {
        throw new ProfileException(problemsAnd(whyNot));
      }
      copy = into;
      done = true;
    } finally {
      if (!done) {
        order = null;
        renewQuietly();
      }
    }
  }

  private String problemsAnd(String whyNot) {
    return begun.problems().contains(whyNot)
        ? String.join("; ", begun.problems())
        : String.join("; ", begun.problems()) + "; " + whyNot;
  }

  /**
   * Ends what was begun for somebody.
   *
   * @return what took the samples
   * @throws IOException if not all of it is there
   */
  Engines.Begun endOrder() throws IOException {
    Engines.Begun by = begun;
    order = null;
    try {
      if (begun == null) {
        throw new IOException("the recording was broken off: " + told);
      }
      if (tried.equals(wanted())) {
        cut();
      } else {
        renew();
      }
      if (orderFailure != null) {
        throw new IOException(orderFailure.getMessage(), orderFailure);
      }
      return by;
    } finally {
      copy = null;
    }
  }

  private void renewQuietly() {
    try {
      renew();
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      // The next turn tries again; what was wrong with the order is on its way to who asked.
      abort();
    }
  }

  /**
   * Ends all sampling.
   *
   * @param atExit whether the JVM is ending: some engines cannot be read then
   */
  void close(boolean atExit) {
    steady = SamplingPlan.NOTHING;
    order = null;
    try {
      if (begun != null && (!atExit || begun.session().isCutAtExit())) {
        end();
      }
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      drops.add("profile-chunk", 1);
    } finally {
      begun = null;
      tried = SamplingPlan.NOTHING;
      spans.end();
      profiles.complete();
      state = Profiler.State.NONE;
    }
  }

  Profiler.State state() {
    return state;
  }

  /** What sampling took of the threads that were sampled, in seconds. For all threads. */
  double secondsUsed() {
    return secondsUsed.at(System.nanoTime());
  }
}
