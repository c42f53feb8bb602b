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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Samples what this JVM is at, all the time as the config says, and besides for whoever asks. There
 * is one session; every few seconds what came in is read, and goes to the operations and spans that
 * it belongs to. What somebody asks for is taken out of the same session, which samples more for
 * that long. Safe for use by all threads; none waits for a reading but those that have to.
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
    static final State NONE = new State(null, "", List.of());

    public State {
      problems = List.copyOf(problems);
    }
  }

  /** Metric of the time that sampled threads spent on being sampled. */
  public static final String SAMPLING_TIME = "gemba.profile.sampling.time";

  private static final long FRESH_MILLIS = 1_000;

  /** The start of an application is not delayed by loading a library. */
  private static final long FIRST_MILLIS = 2_000;

  private static final long MILLION = 1_000_000;

  private final BooleanSupplier profilesWanted;
  private final OperationBills bills = new OperationBills();
  private final SpanBills spans = new SpanBills();
  private final ProfileQueue profiles = new ProfileQueue();

  /** Guards the session, also while it is read. */
  private final ReentrantLock session = new ReentrantLock();

  private final Sampling sampling;

  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile SamplingPlan configured = SamplingPlan.NOTHING;
  private volatile int slower = 1;
  private volatile boolean leaving;

  // Guarded by this.
  private Thread thread;
  private boolean stirred;

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
    this(Engines.ofThisJvm(), operations, profilesWanted, drops, messages);
  }

  Profiler(
      Engines engines,
      Supplier<FrameOperations> operations,
      BooleanSupplier profilesWanted,
      DropCounters drops,
      Consumer<String> messages) {
    this.profilesWanted = profilesWanted;
    this.sampling = new Sampling(engines, operations, drops, messages, bills, spans, profiles);
  }

  /** Samples as a config says from now on, within a moment. */
  public void follow(SamplingPlan plan) {
    // A reload that changes nothing of it has nothing read before its time.
    boolean changes = !plan.equals(configured);
    configured = plan;
    if (changes && (!plan.isEmpty() || hasThread())) {
      stir();
    }
  }

  /** Samples so many times less often than the config says; 0 for not at all. */
  public void slowDown(int times) {
    slower = times;
  }

  /**
   * Samples nothing from now on, and lets spans go that wait for their samples. Waits until that is
   * so.
   */
  public void halt() {
    configured = SamplingPlan.NOTHING;
    session.lock();
    try {
      sampling.turn(SamplingPlan.NOTHING);
    } finally {
      session.unlock();
    }
  }

  private synchronized boolean hasThread() {
    return thread != null;
  }

  /** Has the thread look at what is wanted now; there is one from then on. */
  private synchronized void stir() {
    if (leaving) {
      return;
    }
    if (thread == null) {
      thread = new Thread(null, this::run, "gemba-profiler", 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    } else {
      stirred = true;
      notifyAll();
    }
  }

  private void run() {
    pause(FIRST_MILLIS);
    while (!leaving) {
      pause(turn());
    }
  }

  /** Returns how long to pause. */
  private long turn() {
    session.lock();
    try {
      if (leaving) {
        return 0;
      }
      sampling.turn(configured.slower(slower));
      return sampling.isFresh() ? FRESH_MILLIS : sampling.millisToTurn();
    } finally {
      session.unlock();
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
    stirred = false;
  }

  /** The profiles that were completed since the last call. */
  public List<Profile> takeProfiles() {
    return profiles.take(System.nanoTime(), profilesWanted.getAsBoolean());
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
                  true, List.of(new NumberPoint(Attributes.empty(), sampling.secondsUsed())))));
    }
    return metrics;
  }

  /** What is going on. */
  public State state() {
    return sampling.state();
  }

  /**
   * Takes samples for as long as was asked, or until Gemba leaves.
   *
   * @throws ProfileException if nothing here has such samples, or another recording is made
   * @throws IOException if the recording cannot be written
   */
  public Recorded record(ProfileOrder order, Progress progress)
      throws ProfileException, IOException {
    if (!busy.compareAndSet(false, true)) {
      throw new ProfileException("another profile is being made in this JVM");
    }
    Path file = null;
    boolean done = false;
    try {
      file = Scratch.newFile(".jfr");
      Engines.Begun by = record(order, progress, file);
      done = true;
      return new Recorded(by.engine().name(), by.problems(), file);
    } finally {
      if (!done && file != null) {
        Scratch.delete(file);
      }
      busy.set(false);
    }
  }

  private Engines.Begun record(ProfileOrder order, Progress progress, Path file)
      throws ProfileException, IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      begin(order, out);
      // Somebody has to read what comes in meanwhile.
      stir();
      Engines.Begun by;
      try {
        Countdown.await(order.length(), progress, () -> leaving);
      } finally {
        by = end();
      }
      return by;
    }
  }

  private void begin(ProfileOrder order, OutputStream out) throws ProfileException, IOException {
    session.lock();
    try {
      if (leaving) {
        throw new ProfileException("Gemba is being detached");
      }
      sampling.beginOrder(order, out);
    } finally {
      session.unlock();
    }
  }

  private Engines.Begun end() throws IOException {
    session.lock();
    try {
      return sampling.endOrder();
    } finally {
      session.unlock();
    }
  }

  /**
   * Ends all sampling, and samples nothing any more; what was sampled is with the spans and
   * profiles then, but for the last seconds of an engine that leaves before the JVM does.
   *
   * @param millis how long to wait for it at most
   * @param atExit whether the JVM is ending
   */
  public void leave(long millis, boolean atExit) throws InterruptedException {
    leaving = true;
    Thread own;
    synchronized (this) {
      notifyAll();
      own = thread;
    }
    long until = System.nanoTime() + millis * MILLION;
    if (session.tryLock(millis, TimeUnit.MILLISECONDS)) {
      try {
        sampling.close(atExit);
      } finally {
        session.unlock();
      }
    }
    if (own != null) {
      own.join(Math.max(1, (until - System.nanoTime()) / MILLION));
    }
    if (atExit) {
      Scratch.deleteAll();
    }
  }
}
