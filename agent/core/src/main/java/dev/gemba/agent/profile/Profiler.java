package dev.gemba.agent.profile;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.record.EndedSpan;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Samples what this JVM is at, all the time as the config says, and besides for whoever asks. There
 * is one session; every few seconds what came in is read, and goes to the operations and spans that
 * it belongs to. What somebody asks for is taken out of the same session, which samples more for
 * that long. Safe for use by all threads.
 */
public final class Profiler {

  /** Is told how much of a recording is made, in seconds; whatever it throws ends it. */
  @FunctionalInterface
  public interface Progress {
    void at(int done, int of);
  }

  /**
   * What was recorded for somebody.
   *
   * @param engine what took the samples, for people
   * @param problems why nothing better did; empty if it was the best there is
   * @param file in the format of JDK Flight Recorder; the caller deletes it
   */
  public record Recorded(String engine, List<String> problems, Path file) {
    public Recorded {
      problems = List.copyOf(problems);
    }
  }

  /**
   * What is going on.
   *
   * @param engine what takes samples, for people; null if nothing does
   * @param sampled what of, and how often; empty if nothing is
   * @param problems why nothing better takes them, or nothing at all
   */
  public record State(String engine, String sampled, List<String> problems) {
    public State {
      problems = List.copyOf(problems);
    }
  }

  /** Metric of the time that sampled threads spent on being sampled. */
  public static final String SAMPLING_TIME = "gemba.profile.sampling.time";

  /** How often what came in is read, so how old it is at most. */
  private static final long CUT_MILLIS = 5_000;

  private static final long FRESH_MILLIS = 1_000;

  /** The start of an application is not delayed by loading a library. */
  private static final long FIRST_MILLIS = 2_000;

  private static final int CUTS_PER_LOOK_AROUND = 2;
  private static final int CUTS_PER_TRIAL = 12;

  /** What a sample takes where the engine does not tell, by those that do. */
  private static final long GUESSED_NANOS = 20_000;

  private static final long TO_END_MILLIS = 2_000;

  /** Spans that are shorter are told nothing of their own: a sample stands for as much. */
  private static final long SHORTEST_NANOS = 20_000_000;

  private static final Session.Tally NOTHING_YET = new Session.Tally(0, 0, false);

  private static final long MILLION = 1_000_000;
  private static final double NANOS = 1e9;

  private final Supplier<FrameOperations> operations;
  private final BooleanSupplier profilesWanted;
  private final DropCounters drops;
  private final Consumer<String> messages;
  private final OperationBills bills = new OperationBills();
  private final SpanBills spans = new SpanBills();

  // All guarded by this.
  private final Engines engines = new Engines();
  private final SamplePace pace = new SamplePace();
  private SamplingPlan configured = SamplingPlan.NOTHING;
  private int slower = 1;
  private ProfileOrder order;
  private OutputStream copy;
  private Engines.Begun begun;
  private SamplingPlan begunPlan = SamplingPlan.NOTHING;
  private int cuts;
  private int nextTrial;
  private String told = "";
  private Thread thread;
  private boolean stirred;

  /** Whether the session has not been looked at yet. */
  private boolean fresh;

  private boolean busy;
  private boolean ended;
  private Session.Tally tally = NOTHING_YET;
  private long nanosBefore;
  private long guessedNanos;
  private Instant cutAt = Instant.EPOCH;

  /** Read at the last cut, and told of at the next: spans that end until then can be named. */
  private Pending pending;

  private List<Profile> profiles = new ArrayList<>();

  private volatile boolean leaving;
  private volatile State state = new State(null, "", List.of());
  private final EvenTotal secondsUsed = new EvenTotal();

  private record Pending(Instant start, Instant end, String engine, List<Sample> samples) {}

  /**
   * A profiler that samples nothing yet.
   *
   * @param operations asked at each reading, for what is woven then
   * @param profilesWanted whether anybody takes profiles out of the process
   * @param messages takes one-line messages for the user
   */
  public Profiler(
      Supplier<FrameOperations> operations,
      BooleanSupplier profilesWanted,
      DropCounters drops,
      Consumer<String> messages) {
    this.operations = operations;
    this.profilesWanted = profilesWanted;
    this.drops = drops;
    this.messages = messages;
  }

  /** Samples as a config says from now on, within a moment. */
  public synchronized void follow(SamplingPlan plan) {
    configured = plan;
    nextTrial = 0;
    if (thread == null && !plan.isEmpty() && !leaving) {
      thread = new Thread(null, this::run, "gemba-profiler", 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    }
    stirred = thread != null && cuts > 0;
    notifyAll();
  }

  /** Samples so many times less often than the config says; 0 for not at all. */
  public synchronized void slowDown(int times) {
    slower = times;
  }

  private synchronized void run() {
    pause(FIRST_MILLIS);
    while (!leaving) {
      stirred = false;
      turn();
      // How much there is to sample is soon to be known.
      pause(fresh ? FRESH_MILLIS : CUT_MILLIS);
    }
  }

  /** Until it is time for the next turn, or there is something to do. */
  private synchronized void pause(long millis) {
    long until = System.nanoTime() + millis * MILLION;
    for (long left = millis;
        left > 0 && !leaving && !stirred;
        left = (until - System.nanoTime()) / MILLION) {
      try {
        wait(left);
      } catch (InterruptedException ignored) {
        // Nobody interrupts this thread but an application that means another one.
      }
    }
  }

  /** Reads what came in, and sees to it that what is sampled is what is wanted. */
  private void turn() {
    try {
      cuts++;
      if (begun != null) {
        read(begun.session().cut());
        leaveToOthers();
      }
      boolean worn = begun != null && tally.large();
      boolean isTrial = cuts >= nextTrial;
      if (worn || !begunPlan.equals(wanted()) || (isTrial && isWorthATrial())) {
        renew();
      }
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      drops.add("profile-chunk", 1);
      tell("lost samples, and goes on: " + e);
      stop();
    }
  }

  private boolean isWorthATrial() {
    return begun == null ? !wanted().isEmpty() : engines.isBetterNow(begun.engine());
  }

  private void leaveToOthers() throws IOException {
    String other = cuts % CUTS_PER_LOOK_AROUND == 0 ? Engines.inTheWayOf(begun.engine()) : null;
    if (other != null) {
      end();
    }
  }

  private SamplingPlan wanted() {
    SamplingPlan steady = pace.applyTo(configured.slower(slower));
    return order == null ? steady : steady.and(order);
  }

  /** Ends the session, and begins another as it is wanted, if anything is. */
  private void renew() throws IOException {
    end();
    SamplingPlan plan = wanted();
    if (plan.isEmpty()) {
      begunPlan = plan;
      spans.end();
      state = new State(null, "", List.of());
      return;
    }
    nextTrial = cuts + CUTS_PER_TRIAL;
    try {
      begin(plan);
    } catch (ProfileException e) {
      // Until the next trial there is nothing to be done about it.
      begunPlan = plan;
      spans.end();
      state = new State(null, "", List.of(e.getMessage()));
      tell("takes no samples: " + e.getMessage());
    }
  }

  private void begin(SamplingPlan plan) throws ProfileException {
    begun = engines.begin(plan);
    fresh = true;
    begunPlan = plan;
    cutAt = Instant.now();
    spans.begin(System.nanoTime(), Math.max(plan.cpuNanos(), SHORTEST_NANOS));
    state = new State(begun.engine().name(), plan.text(), begun.problems());
    if (order == null && !begun.problems().isEmpty()) {
      tell("samples with " + begun.engine().name() + ", as " + String.join("; ", begun.problems()));
    }
  }

  private void tell(String message) {
    if (!message.equals(told)) {
      messages.accept(message);
    }
    told = message;
  }

  /** Ends the session, if there is one, with what it has. */
  private void end() throws IOException {
    if (begun == null) {
      return;
    }
    try {
      read(begun.session().end());
    } finally {
      nanosBefore += Math.max(0, tally.nanosUsed());
      tally = NOTHING_YET;
      begun = null;
      begunPlan = SamplingPlan.NOTHING;
    }
  }

  /** After a failure: whatever comes of it. */
  private void stop() {
    try {
      end();
    } catch (IOException | RuntimeException ignored) {
      // It had its say already.
    }
  }

  private void read(ByteBuffer recording) throws IOException {
    long until = System.nanoTime();
    Instant end = Instant.now();
    if (copy != null) {
      copy.write(recording.array(), recording.arrayOffset(), recording.limit());
    }
    fresh = false;
    List<Sample> samples =
        SampleReader.read(recording, begun.session(), begunPlan, operations.get());
    bills.add(samples);
    spans.sampled(samples, until);
    if (order == null) {
      pace.look(samples, Math.max(1e-3, Duration.between(cutAt, end).toNanos() / NANOS));
    }
    account(samples.size());
    publish();
    pending = new Pending(cutAt, end, begun.engine().name(), samples);
    cutAt = end;
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

  /** Tells of what was read before, and lets go of it. */
  private void publish() {
    Pending before = pending;
    pending = null;
    if (before == null) {
      return;
    }
    if (profilesWanted.getAsBoolean()) {
      profiles.add(ProfileMaker.profile(before.start, before.end, before.engine, before.samples));
    }
    // What stays is what spans may yet ask for.
    before.samples.forEach(sample -> sample.stack = null);
  }

  /** The profiles that were completed since the last call. */
  public synchronized List<Profile> takeProfiles() {
    List<Profile> taken = profiles;
    profiles = new ArrayList<>();
    return taken;
  }

  /**
   * Takes spans that have ended, and gives those that are ready to leave, with what was sampled of
   * them.
   */
  public List<Span> bill(List<EndedSpan> ended) {
    return spans.bill(ended, System.nanoTime());
  }

  /** How many spans wait for their samples. */
  public int waitingSpans() {
    return spans.waiting();
  }

  /** What operations took, and what it took to know that. */
  public List<Metric> metrics() {
    List<Metric> metrics = bills.metrics();
    if (!metrics.isEmpty()) {
      metrics.add(
          new Metric(
              SAMPLING_TIME,
              "s",
              "Time that threads of the application spent on being sampled.",
              new Metric.Sum(
                  true,
                  List.of(
                      new NumberPoint(Attributes.empty(), secondsUsed.at(System.nanoTime()))))));
    }
    return metrics;
  }

  /** What is going on. */
  public State state() {
    return state;
  }

  /**
   * Takes samples for as long as was asked, or until Gemba leaves.
   *
   * @throws ProfileException if nothing here has such samples, or another recording is made
   * @throws IOException if the recording cannot be written
   */
  public Recorded record(ProfileOrder wished, Progress progress)
      throws ProfileException, IOException {
    occupy();
    Path file = null;
    boolean done = false;
    try {
      file = Scratch.newFile(".jfr");
      Recorded recorded = record(wished, progress, file);
      done = true;
      return recorded;
    } finally {
      if (!done && file != null) {
        Files.deleteIfExists(file);
      }
      release();
    }
  }

  private Recorded record(ProfileOrder wished, Progress progress, Path file)
      throws ProfileException, IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      Engines.Begun by = beginFor(wished, out);
      try {
        Countdown.await(wished.length(), progress, () -> leaving);
      } finally {
        endFor();
      }
      return new Recorded(by.engine().name(), by.problems(), file);
    }
  }

  private synchronized Engines.Begun beginFor(ProfileOrder wished, OutputStream out)
      throws ProfileException, IOException {
    order = wished;
    try {
      if (begun != null && begunPlan.equals(wanted())) {
        read(begun.session().cut());
      } else {
        end();
        begin(wanted());
      }
    } catch (ProfileException | IOException | RuntimeException e) {
      order = null;
      renew();
      throw e;
    }
    copy = out;
    return begun;
  }

  private synchronized void endFor() throws IOException {
    order = null;
    try {
      if (begun == null) {
        throw new IOException("the recording was broken off: " + told);
      }
      if (begunPlan.equals(wanted())) {
        read(begun.session().cut());
      } else {
        renew();
      }
    } finally {
      copy = null;
    }
  }

  private synchronized void occupy() throws ProfileException {
    if (leaving) {
      throw new ProfileException("Gemba is being detached");
    }
    if (busy) {
      throw new ProfileException("another profile is being made in this JVM");
    }
    busy = true;
  }

  private synchronized void release() {
    busy = false;
    notifyAll();
  }

  /**
   * Ends all sampling, and samples nothing any more; what was sampled is with the spans and
   * profiles then, but for the last seconds of an engine that leaves before the JVM does. Waits
   * until that is so.
   *
   * @param atExit whether the JVM is ending
   */
  public void leave(boolean atExit) throws InterruptedException {
    Thread own = endAll(atExit);
    if (own != null) {
      own.join(TO_END_MILLIS);
    }
  }

  private synchronized Thread endAll(boolean atExit) throws InterruptedException {
    leaving = true;
    notifyAll();
    while (busy) {
      wait();
    }
    if (!ended) {
      ended = true;
      configured = SamplingPlan.NOTHING;
      if (!atExit || begun == null || begun.session().isCutAtExit()) {
        stop();
      }
      publish();
      spans.end();
      state = new State(null, "", List.of());
    }
    return thread;
  }
}
