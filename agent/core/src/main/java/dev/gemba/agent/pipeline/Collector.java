package dev.gemba.agent.pipeline;

import dev.gemba.agent.record.EndedSpan;
import dev.gemba.agent.record.RecorderReader;
import dev.gemba.agent.record.WallClock;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The thread that reads the recorders: span rings ten times a second, everything once a second, and
 * a last time when it is closed.
 */
public final class Collector {

  /** Knows what was sampled. Asked on the collector's thread. */
  public interface Samples {

    /** Takes spans that have ended; gives those that are ready to leave, perhaps of before. */
    List<Span> bill(List<EndedSpan> ended);

    /** The profiles that were completed since the last call. */
    List<Profile> takeProfiles();
  }

  private static final long DRAIN_MILLIS = 100;

  /** What is not read of the spans by then has to wait, so that snapshots need not. */
  private static final long DRAIN_AT_MOST_NANOS = 20_000_000;

  private static final long SNAPSHOT_NANOS = 1_000_000_000;

  /** Time enough for a first call of what was just woven. */
  private static final int DRAINS_UNTIL_SOON = 2;

  private final RecorderReader reader;
  private final Supplier<Resource> resource;
  private final Supplier<List<Metric>> moreMetrics;
  private final Samples samples;
  private final WallClock clock;
  private final Consumer<Snapshot> receiver;
  private final Runnable chores;
  private final Consumer<String> warnings;
  private final Thread thread;
  private final Instant start;

  private final AtomicLong failures = new AtomicLong();

  // Guarded by this.
  private boolean closing;
  private int drainsLeft;

  // Guarded by this.
  private final Deque<FutureTask<?>> questions = new ArrayDeque<>();

  // Of the collector's thread.
  private Instant last = Instant.MIN;

  private volatile Snapshot newest;
  private volatile int newestSpans;

  /**
   * A collector that is not started yet.
   *
   * @param resource asked at each snapshot, on the collector's thread
   * @param moreMetrics asked at each snapshot, on the collector's thread
   * @param died what to do if the thread ends by an error, such as for want of memory
   * @param chores small work of others that wants a thread, ten times a second
   */
  public Collector(
      RecorderReader reader,
      WallClock clock,
      Supplier<Resource> resource,
      Supplier<List<Metric>> moreMetrics,
      Samples samples,
      Consumer<Snapshot> receiver,
      Runnable chores,
      Runnable died,
      Consumer<String> warnings) {
    this.reader = reader;
    this.clock = clock;
    this.resource = resource;
    this.moreMetrics = moreMetrics;
    this.samples = samples;
    this.receiver = receiver;
    this.chores = chores;
    this.warnings = warnings;
    this.start = clock.now();
    this.thread = new Thread(null, this::run, "gemba-collector", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler(
        (t, e) -> {
          died.run();
          noMoreQuestions();
          warnings.accept("stops recording: its collector ended with " + e);
        });
  }

  public void start() {
    thread.start();
  }

  /**
   * The newest snapshot, at most a second old, without its spans; null before the first. For any
   * thread.
   */
  public Snapshot newest() {
    return newest;
  }

  /** How many spans the newest snapshot had. For any thread. */
  public int newestSpans() {
    return newestSpans;
  }

  /** How often anything of its work failed, ever. For any thread. */
  public long failures() {
    return failures.get();
  }

  /**
   * Does something on the collector's thread, between two of its turns. For any other thread, which
   * waits for it.
   *
   * @throws RejectedExecutionException if the collector has ended
   */
  public <T> T ask(Supplier<T> question) throws InterruptedException {
    FutureTask<T> asked = new FutureTask<>(question::get);
    synchronized (this) {
      if (closing) {
        throw new RejectedExecutionException("the collector has ended");
      }
      questions.add(asked);
      notifyAll();
    }
    try {
      return asked.get();
    } catch (CancellationException e) {
      throw new RejectedExecutionException("the collector has ended", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Delivers what there is by now, without waiting for the next turn. For any other thread.
   *
   * @throws RejectedExecutionException if the collector has ended
   */
  public void flush() throws InterruptedException {
    ask(
        () -> {
          attempt("reading spans", reader::drainSpans);
          attempt("taking a snapshot", this::deliver);
          return true;
        });
  }

  /** Takes a snapshot in a moment, besides those of each second: somebody waits for it. */
  public synchronized void snapshotSoon() {
    drainsLeft = DRAINS_UNTIL_SOON;
  }

  /** Takes the last snapshot and ends the thread; false if that took longer. */
  public boolean close(long millis) throws InterruptedException {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    thread.join(millis);
    return !thread.isAlive();
  }

  private void run() {
    long due = System.nanoTime() + SNAPSHOT_NANOS;
    while (!pause()) {
      attempt("looking after classes", chores);
      attempt("reading spans", () -> reader.drainSpans(DRAIN_AT_MOST_NANOS));
      boolean isDue = due - System.nanoTime() <= DRAIN_MILLIS * 1_000_000 / 2;
      if (isWantedNow() || isDue) {
        attempt("taking a snapshot", this::deliver);
      }
      if (isDue) {
        due = Math.max(due + SNAPSHOT_NANOS, System.nanoTime());
      }
    }
    noMoreQuestions();
    attempt("reading the last spans", reader::drainSpans);
    attempt("taking the last snapshot", this::deliver);
  }

  private boolean pause() {
    long until = System.nanoTime() + DRAIN_MILLIS * 1_000_000;
    while (true) {
      FutureTask<?> asked = await(until);
      if (asked == null) {
        return isClosing();
      }
      asked.run();
    }
  }

  /** The next turn may do better; the messages' receiver sees to it that they are no flood. */
  private void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      failures.incrementAndGet();
      // Want of memory may pass; as all that is read is cumulative, a turn left out loses nothing.
      warnings.accept(what + " failed, and is tried again: " + e);
    }
  }

  private void deliver() {
    Snapshot taken = snapshot();
    newest = taken.metricsOnly();
    newestSpans = taken.spans().size();
    receiver.accept(taken);
  }

  private Snapshot snapshot() {
    List<Metric> metrics = new ArrayList<>(reader.readMetrics());
    metrics.addAll(moreMetrics.get());
    Instant now = clock.now();
    last = now.isAfter(last) ? now : last.plusNanos(1);
    List<Span> spans = samples.bill(reader.takeSpans());
    return new Snapshot(resource.get(), start, last, metrics, spans, samples.takeProfiles());
  }

  private synchronized boolean isWantedNow() {
    return drainsLeft > 0 && --drainsLeft == 0;
  }

  /** The next question; null when it is time for the next turn, or to end. */
  private synchronized FutureTask<?> await(long until) {
    long left = millisUntil(until);
    while (!closing && questions.isEmpty() && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException ignored) {
        // Nobody interrupts this thread but an application that means another one.
      }
      left = millisUntil(until);
    }
    // Whoever asks without pause must not keep the collector from its turns.
    return left > 0 ? questions.poll() : null;
  }

  private static long millisUntil(long nanoTime) {
    return (nanoTime - System.nanoTime()) / 1_000_000;
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  /** Nobody shall wait for an answer that cannot come. */
  private synchronized void noMoreQuestions() {
    closing = true;
    questions.forEach(asked -> asked.cancel(false));
    questions.clear();
  }
}
