package dev.gemba.agent.govern;

import dev.gemba.agent.record.RecorderReader;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Gemba's own share of the process's CPU. Safe for any platform thread of Gemba.
 *
 * <pre>
 *   (Σ calls × calibrated ns at their level + time in captured values + CPU of Gemba's own threads)
 *       ÷ CPU of the process
 * </pre>
 *
 * <p>It is a model, and these are outside of it: compiling and retransforming classes; what woven
 * code keeps the JIT from inlining, and the caches from holding; collecting Gemba's garbage;
 * handing arguments over to be captured; exceptional exits, which count as plain calls; threads
 * that came and went between two looks at them. Calls are priced at the level that their operation
 * has at the window's end.
 *
 * <p>A process that does nothing would make any agent look dear. So the denominator is never less
 * than {@value #IDLE_CPUS} of one CPU for the length of the window.
 */
public final class OverheadMeter {

  /** CPUs under which a process counts as idle. */
  static final double IDLE_CPUS = 0.1;

  private static final double NANOS = 1e9;

  private final Supplier<CpuTimes> cpuTimes;
  private final Supplier<ByLevel> calibration;
  private ByLevel nanosPerCall;

  /** A meter of this JVM; does nothing before it is asked. */
  public OverheadMeter() {
    this(new LazyThreads(), CallPrice::measured);
  }

  OverheadMeter(Supplier<CpuTimes> cpuTimes, Supplier<ByLevel> calibration) {
    this.cpuTimes = cpuTimes;
    this.calibration = calibration;
  }

  /**
   * Adds to a snapshot that was just taken what the process and Gemba's threads have used. Costs
   * some microseconds for each thread of Gemba.
   */
  public synchronized Moment moment(Snapshot snapshot) {
    return new Moment(snapshot, cpuTimes.get());
  }

  /**
   * The overhead between two moments. The first call in the life of the meter calibrates, which
   * takes 0.1 s.
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
    ByLevel calls = callsByLevel(older, newer, levelOf);
    ByLevel prices = nanosPerCall();
    CpuTimes used = newer.cpu().since(older.cpu());
    double valuesSeconds =
        Math.max(0, valuesSeconds(newer.snapshot()) - valuesSeconds(older.snapshot()));
    double callsSeconds = calls.times(prices) / NANOS + valuesSeconds;
    double threadsSeconds = used.allThreadsNanos() / NANOS;
    boolean known = used.processNanos() >= 0;
    double processSeconds = known ? used.processNanos() / NANOS : Double.NaN;
    double idleSeconds = window.toNanos() / NANOS * IDLE_CPUS;
    Map<String, Double> threads = new TreeMap<>();
    used.threadNanos().forEach((name, nanos) -> threads.put(name, nanos / NANOS));
    return new Overhead(
        (callsSeconds + threadsSeconds) / Math.max(processSeconds, idleSeconds),
        window,
        calls,
        prices,
        callsSeconds,
        valuesSeconds,
        threadsSeconds,
        processSeconds,
        threads);
  }

  /**
   * Measures the prices again, and keeps the lower of each: what is measured while the JIT is still
   * busy comes out too high. Takes about 30 ms of CPU.
   */
  public void calibrate() {
    ByLevel measured = calibration.get();
    synchronized (this) {
      nanosPerCall = nanosPerCall == null ? measured : nanosPerCall.min(measured);
    }
  }

  private synchronized ByLevel nanosPerCall() {
    if (nanosPerCall == null) {
      nanosPerCall = calibration.get();
    }
    return nanosPerCall;
  }

  private static ByLevel callsByLevel(Moment older, Moment newer, ToIntFunction<String> levelOf) {
    ByLevel byLevel = ByLevel.ZERO;
    for (Map.Entry<String, Long> operation : newer.calls().entrySet()) {
      long made = operation.getValue() - older.calls().getOrDefault(operation.getKey(), 0L);
      if (made > 0) {
        byLevel = byLevel.plus(levelOf.applyAsInt(operation.getKey()), (double) made);
      }
    }
    return byLevel;
  }

  private static double valuesSeconds(Snapshot snapshot) {
    for (Metric metric : snapshot.metrics()) {
      if (metric.name().equals(RecorderReader.VALUES_TIME)
          && metric.data() instanceof Metric.Sum sum) {
        return sum.points().stream().mapToDouble(point -> point.value().doubleValue()).sum();
      }
    }
    return 0;
  }

  /** Touches the management beans when first asked, as the start of the JVM must not. */
  private static final class LazyThreads implements Supplier<CpuTimes> {
    private OwnThreads threads;

    @Override
    public CpuTimes get() {
      if (threads == null) {
        threads = OwnThreads.ofThisJvm();
      }
      return threads.get();
    }
  }
}
