package dev.gemba.agent.govern;

import dev.gemba.agent.profile.Profiler;
import dev.gemba.agent.record.RecorderReader;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import dev.gemba.bootstrap.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Gemba's own share of the process's CPU. Safe for any platform thread of Gemba.
 *
 * <pre>
 *   (Σ calls × calibrated ns at their level + time in captured values + calls that find nothing in
 *     the caches × what that takes + CPU of Gemba's own threads + CPU of the garbage collectors ×
 *     Gemba's part of what was allocated, or of what survived + taking samples)
 *   ÷ CPU of the process
 * </pre>
 *
 * <p>It is a model, and these are outside of it: compiling and retransforming classes; what woven
 * code keeps the JIT from inlining; handing arguments over to be captured, and the garbage of it;
 * exceptional exits, which count as plain calls; threads that came and went between two looks at
 * them. Calls are priced at the level that their operation has at the window's end. {@link
 * TruthCheck} measures what that leaves out.
 *
 * <p>What it knows of its own error is the range from {@link Overhead#low} to {@link
 * Overhead#high}: at the low end garbage costs nothing and the process used one tick of the system
 * more than was read; at the high end calls cost the highest of the last calibrations, or what they
 * are reckoned at ({@link Overhead#reckoned}), and the process used a tick less.
 *
 * <p>A process that does nothing would make any agent look dear. So the denominator is never less
 * than {@value #IDLE_CPUS} of one CPU for the length of the window.
 */
public final class OverheadMeter {

  /** CPUs under which a process counts as idle. */
  static final double IDLE_CPUS = 0.1;

  private static final double NANOS = 1e9;

  /** How finely Linux accounts for the CPU of a process, as the JDK reads it (times(2)). */
  private static final double TICK_SECONDS = 0.01;

  /** How many operations are told one by one. */
  private static final int DEAREST = 20;

  private final Supplier<CpuTimes> cpuTimes;
  private final Supplier<ByLevel> calibration;
  private final Supplier<ByLevel> guess;

  // Guarded by itself.
  private final PriceHistory history = new PriceHistory();

  // Guarded by history; null if nobody has asked yet.
  private ByLevel guessed;

  private volatile int ownThreads;

  private volatile Map<String, Double> uncounted = Map.of();

  /**
   * A meter of this JVM; does nothing before it is asked.
   *
   * @param heldBytes of spans that wait to be exported; for any thread
   */
  public OverheadMeter(LongSupplier heldBytes) {
    this(new LazyThreads(heldBytes), CallPrice::measured, CallPrice::guessed);
  }

  OverheadMeter(
      Supplier<CpuTimes> cpuTimes, Supplier<ByLevel> calibration, Supplier<ByLevel> guess) {
    this.cpuTimes = cpuTimes;
    this.calibration = calibration;
    this.guess = guess;
  }

  /**
   * Adds to a snapshot that was just taken what the process and Gemba's threads have used. Costs
   * some microseconds for each thread of Gemba.
   */
  public Moment moment(Snapshot snapshot) {
    return new Moment(snapshot, cpuTimes());
  }

  /**
   * Tells of operations that no snapshot shows, but which take their room in the CPU's caches. For
   * any thread.
   *
   * @param callsPerSecond by operation
   */
  void uncounted(Map<String, Double> callsPerSecond) {
    uncounted = Map.copyOf(callsPerSecond);
  }

  /**
   * The overhead between two moments.
   *
   * @param levelOf the capture level that an operation has, by its name: 0 (dark) to 3 (span)
   * @throws IllegalArgumentException if {@code newer} is not later, or of another start of the
   *     agent
   */
  public Overhead between(Moment older, Moment newer, ToIntFunction<String> levelOf) {
    Duration window = Duration.between(older.snapshot().time(), newer.snapshot().time());
    if (window.isNegative()
        || window.isZero()
        || !older.snapshot().start().equals(newer.snapshot().start())) {
      throw new IllegalArgumentException(
          "no window lies between "
              + older.snapshot().time()
              + " and "
              + newer.snapshot().time()
              + "; accepted are an earlier and a later moment of one start");
    }
    double seconds = window.toNanos() / NANOS;
    Prices prices = prices();
    CpuTimes used = newer.cpu().since(older.cpu());
    boolean known = used.processNanos() >= 0;
    double processSeconds = known ? used.processNanos() / NANOS : Double.NaN;
    double atLeast = seconds * IDLE_CPUS;
    double cpuSeconds = Math.max(processSeconds, atLeast);

    Map<String, Long> made = callsBetween(older, newer);
    ByLevel calls = byLevel(made, levelOf);
    double valuesSeconds =
        Math.max(
            0,
            secondsOf(newer, RecorderReader.VALUES_TIME)
                - secondsOf(older, RecorderReader.VALUES_TIME));
    double coldSeconds = coldNanos(made, seconds, levelOf) / NANOS;
    double beside = valuesSeconds + coldSeconds;
    double callsSeconds = calls.times(prices.lowest()) / NANOS + beside;
    double threadsSeconds = used.allThreadsNanos() / NANOS;
    double samplesSeconds =
        Math.max(
            0, secondsOf(newer, Profiler.SAMPLING_TIME) - secondsOf(older, Profiler.SAMPLING_TIME));
    double gcSeconds = used.garbage().ownNanos() / NANOS;
    double gcOrNothing = Double.isNaN(gcSeconds) ? 0 : gcSeconds;
    double dearest =
        Math.max(calls.times(prices.highest()) / NANOS + beside, callsSeconds * Overhead.UNSEEN);
    double highest = dearest + threadsSeconds + gcOrNothing + samplesSeconds;
    Map<String, Double> threads = new TreeMap<>();
    used.threadNanos().forEach((name, nanos) -> threads.put(name, nanos / NANOS));
    return new Overhead(
        (callsSeconds + threadsSeconds + gcOrNothing + samplesSeconds) / cpuSeconds,
        (callsSeconds + threadsSeconds + samplesSeconds)
            / Math.max(processSeconds + TICK_SECONDS, atLeast),
        highest / Math.max(processSeconds - TICK_SECONDS, atLeast),
        window,
        calls,
        prices.lowest(),
        callsSeconds,
        valuesSeconds,
        coldSeconds,
        threadsSeconds,
        gcSeconds,
        samplesSeconds,
        processSeconds,
        threads,
        dearest(made, levelOf, prices.lowest(), seconds, cpuSeconds));
  }

  /**
   * Measures the prices again; see {@link PriceHistory} for which of them counts. Takes about 30 ms
   * of CPU.
   */
  public void calibrate() {
    ByLevel measured = calibration.get();
    synchronized (history) {
      history.add(measured);
    }
  }

  /** What a call costs, by all that was measured so far; a guess if that is nothing. */
  public Prices prices() {
    synchronized (history) {
      if (!history.isEmpty()) {
        return history.prices();
      }
      if (guessed == null) {
        guessed = guess.get();
      }
      return new Prices(guessed, guessed, guessed);
    }
  }

  /** What was done and used up to now, for a {@link TruthCheck}. */
  public Reading reading(long nanoTime, Map<String, Long> calls) {
    return new Reading(nanoTime, calls, cpuTimes());
  }

  /** How many threads Gemba had when it was last looked at them. */
  public int ownThreads() {
    return ownThreads;
  }

  private synchronized CpuTimes cpuTimes() {
    CpuTimes now = cpuTimes.get();
    ownThreads = now.ownThreads();
    return now;
  }

  /**
   * What calls cost by the model.
   *
   * @param seconds in which they were made
   */
  double callsNanos(Map<String, Long> calls, double seconds, ToIntFunction<String> levelOf) {
    return byLevel(calls, levelOf).times(prices().lowest()) + coldNanos(calls, seconds, levelOf);
  }

  private double coldNanos(Map<String, Long> calls, double seconds, ToIntFunction<String> levelOf) {
    Map<String, Number> all = new HashMap<>(calls);
    uncounted.forEach((operation, rate) -> all.putIfAbsent(operation, rate * seconds));
    long cold = 0;
    for (String operation : ColdCalls.operations(all)) {
      Long made = calls.get(operation);
      if (made != null && levelOf.applyAsInt(operation) > Probe.DARK) {
        cold += made;
      }
    }
    return cold * ColdCalls.NANOS;
  }

  /** The price of counting a call, in nanoseconds. */
  double countNanos() {
    return prices().lowest().at(Probe.COUNT);
  }

  private static List<OperationCost> dearest(
      Map<String, Long> calls,
      ToIntFunction<String> levelOf,
      ByLevel prices,
      double seconds,
      double cpuSeconds) {
    List<OperationCost> costs = new ArrayList<>();
    calls.forEach(
        (operation, made) -> {
          int level = levelOf.applyAsInt(operation);
          double cost = made * prices.at(level) / NANOS;
          if (cost > 0) {
            costs.add(new OperationCost(operation, level, made / seconds, cost, cost / cpuSeconds));
          }
        });
    costs.sort(Comparator.comparingDouble((OperationCost cost) -> -cost.seconds()));
    return costs.subList(0, Math.min(DEAREST, costs.size()));
  }

  /** Of operations that had any; one may be gone from the newer moment after a re-aim. */
  static Map<String, Long> callsBetween(Moment older, Moment newer) {
    Map<String, Long> calls = new HashMap<>();
    newer
        .calls()
        .forEach(
            (operation, now) -> {
              long made = now - older.calls().getOrDefault(operation, 0L);
              if (made > 0) {
                calls.put(operation, made);
              }
            });
    return calls;
  }

  private static ByLevel byLevel(Map<String, Long> calls, ToIntFunction<String> levelOf) {
    ByLevel byLevel = ByLevel.ZERO;
    for (Map.Entry<String, Long> operation : calls.entrySet()) {
      byLevel = byLevel.plus(levelOf.applyAsInt(operation.getKey()), (double) operation.getValue());
    }
    return byLevel;
  }

  private static double secondsOf(Moment moment, String sum) {
    for (Metric metric : moment.snapshot().metrics()) {
      if (metric.name().equals(sum) && metric.data() instanceof Metric.Sum found) {
        return found.points().stream().mapToDouble(point -> point.value().doubleValue()).sum();
      }
    }
    return 0;
  }

  /** Touches the management beans when first asked, as the start of the JVM must not. */
  private static final class LazyThreads implements Supplier<CpuTimes> {
    private final LongSupplier heldBytes;
    private OwnThreads threads;

    LazyThreads(LongSupplier heldBytes) {
      this.heldBytes = heldBytes;
    }

    @Override
    public CpuTimes get() {
      if (threads == null) {
        threads = OwnThreads.ofThisJvm(heldBytes);
      }
      return threads.get();
    }
  }
}
