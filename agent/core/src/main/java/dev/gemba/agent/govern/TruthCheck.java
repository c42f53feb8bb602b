package dev.gemba.agent.govern;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;

/**
 * Finds out by experiment what Gemba costs the process that it is in: for some windows of time,
 * probes do what they always do; for as many others, they count calls and nothing else. What a call
 * takes more of the CPU with lit probes than with dim ones is the price of its recording, whatever
 * the model believes. Calls have to be counted on in dim windows, as the work that was done is
 * known by nothing else; so the price of counting is the one part that is not measured here.
 *
 * <p>Windows come in blocks of four, {@code lit dim dim lit} or {@code dim lit lit dim}, one or the
 * other at random (permuted blocks): a steady trend favours neither, and no rhythm of the
 * application's can go along. After each switch a while is left out, for running threads to notice
 * and for what was under way to end. The first blocks are left out too, in which the JIT compiles
 * what it has not seen before. {@link LitEffect} tells what comes of it.
 *
 * <p>A block is thrown out for what has nothing to do with its result: no call was made in one of
 * its windows, the process's CPU is unknown, a window took twice as long as it was to (the machine
 * or the agent was held up), or another config came. For one thread.
 *
 * @see <a href="https://doi.org/10.1016/0197-2456(88)90046-3">Matts and Lachin, Properties of
 *     permuted-block randomization in clinical trials (Controlled Clinical Trials 9, 1988)</a>
 */
public final class TruthCheck {

  public static final Duration SHORTEST = Duration.ofSeconds(10);
  public static final Duration LONGEST = Duration.ofHours(1);

  /** The JVM that the experiment is made on. */
  public interface Subject {

    /**
     * Has probes count and do nothing else, or what they always do.
     *
     * @throws InterruptedException if the agent is leaving
     */
    void dim(boolean on) throws InterruptedException;

    /** What was done and used up to now. */
    Reading read() throws InterruptedException;

    /**
     * Lets time pass.
     *
     * @throws InterruptedException if the agent is leaving
     */
    void sleep(Duration duration) throws InterruptedException;

    long nanoTime();

    /** The level of an operation now, of {@link dev.gemba.bootstrap.Probe}. */
    int levelOf(String operation);

    /** Equal for as long as the same methods are meant. */
    Object aim();
  }

  /** Is told how far the experiment is; whatever it throws ends that. */
  @FunctionalInterface
  public interface Progress {
    void at(Duration done, Duration of);
  }

  private static final boolean[] LIT_FIRST = {false, true, true, false};
  private static final long SHORTEST_WINDOW_MILLIS = 300;
  private static final long LONGEST_WINDOW_MILLIS = 2_000;
  private static final long SETTLE_MILLIS = 100;

  /** So many windows would fill the time, where that makes them neither too short nor too long. */
  private static final int WINDOWS = 120;

  /** Part of the time before the first window, to see what Gemba's threads use undisturbed. */
  private static final int LEAD_PARTS = 15;

  /** Part of the time whose blocks are left out. */
  private static final int ACCUSTOM_PARTS = 10;

  private final Subject subject;
  private final OverheadMeter meter;
  private final Random random;
  private final Duration length;
  private final Progress progress;
  private final long windowMillis;

  private final List<Block> blocks = new ArrayList<>();
  private final Map<String, Integer> thrownOut = new TreeMap<>();
  private long start;
  private Slice lead = Slice.empty();
  private Slice lit = Slice.empty();
  private double modelNanos;

  /**
   * An experiment that has not begun.
   *
   * @param length of all of it
   * @throws IllegalArgumentException if that is not between {@link #SHORTEST} and {@link #LONGEST}
   */
  public TruthCheck(
      Subject subject, OverheadMeter meter, Random random, Duration length, Progress progress) {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "found " + length.toSeconds() + " s, accepted are 10 s to 1 h");
    }
    this.subject = subject;
    this.meter = meter;
    this.random = random;
    this.length = length;
    this.progress = progress;
    this.windowMillis =
        Math.max(
            SHORTEST_WINDOW_MILLIS, Math.min(LONGEST_WINDOW_MILLIS, length.toMillis() / WINDOWS));
  }

  /**
   * Makes the experiment, which takes its whole length, and leaves probes lit in any case.
   *
   * @param budget share of the CPU that Gemba may use; empty if there is none
   */
  public Truth run(OptionalDouble budget) throws InterruptedException {
    start = subject.nanoTime();
    try {
      observeUndisturbed();
      long accustomed = length.toMillis() / LEAD_PARTS + length.toMillis() / ACCUSTOM_PARTS;
      while (elapsedMillis() < accustomed) {
        block(false);
      }
      long blockMillis = 4 * (windowMillis + SETTLE_MILLIS);
      while (elapsedMillis() + blockMillis <= length.toMillis()) {
        block(true);
      }
    } finally {
      subject.dim(false);
    }
    return Truth.of(blocks, thrownOut, lead, lit, modelNanos, meter.countNanos(), budget);
  }

  private void observeUndisturbed() throws InterruptedException {
    Reading before = subject.read();
    while (elapsedMillis() < length.toMillis() / LEAD_PARTS) {
      subject.sleep(Duration.ofMillis(windowMillis));
      tell();
    }
    lead = Slice.between(before, subject.read());
  }

  private void block(boolean kept) throws InterruptedException {
    boolean dimFirst = random.nextBoolean();
    Object aim = subject.aim();
    Slice litSlice = Slice.empty();
    Slice dimSlice = Slice.empty();
    double model = 0;
    String wrong = null;
    for (boolean litLast : LIT_FIRST) {
      boolean dim = litLast != dimFirst;
      Slice slice = window(dim);
      tell();
      wrong = wrong != null ? wrong : whatIsWrong(slice);
      if (dim) {
        dimSlice = dimSlice.plus(slice);
      } else {
        litSlice = litSlice.plus(slice);
        model += meter.callsNanos(slice.calls(), slice.nanos() / 1e9, subject::levelOf);
      }
    }
    wrong = wrong == null && !aim.equals(subject.aim()) ? "another config" : wrong;
    if (kept && wrong == null) {
      lit = lit.plus(litSlice);
      modelNanos += model;
      blocks.add(
          new Block(
              (double) litSlice.applicationNanos(),
              (double) litSlice.allCalls(),
              (double) dimSlice.applicationNanos(),
              (double) dimSlice.allCalls()));
    } else if (kept) {
      thrownOut.merge(wrong, 4, Integer::sum);
    }
  }

  private Slice window(boolean dim) throws InterruptedException {
    subject.dim(dim);
    subject.sleep(Duration.ofMillis(SETTLE_MILLIS));
    Reading from = subject.read();
    subject.sleep(Duration.ofMillis(windowMillis));
    return Slice.between(from, subject.read());
  }

  private String whatIsWrong(Slice slice) {
    if (slice.processNanos() < 0) {
      return "unknown CPU";
    }
    if (slice.allCalls() == 0) {
      return "no calls";
    }
    return slice.nanos() > 2 * (windowMillis + SETTLE_MILLIS) * 1_000_000 ? "held up" : null;
  }

  private void tell() {
    progress.at(Duration.ofMillis(Math.min(elapsedMillis(), length.toMillis())), length);
  }

  private long elapsedMillis() {
    return (subject.nanoTime() - start) / 1_000_000;
  }
}
