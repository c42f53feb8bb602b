package dev.gemba.agent.govern;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Gemba cost the process during a window.
 *
 * @param ratio Gemba's share of the process's CPU, by the model of {@link OverheadMeter}; {@link
 *     Double#NaN} if this JVM does not tell its CPU
 * @param low the least that it is by what the model knows of its own errors
 * @param high likewise the most
 * @param window how long it was looked at
 * @param callsByLevel woven calls, by the capture level that their operation has now
 * @param nanosPerCall the calibrated price of a call at each level
 * @param callsSeconds CPU of all those calls' bookkeeping, captured values included
 * @param valuesSeconds the part of it that went into captured values
 * @param coldSeconds the part of it that went into waiting for memory, see {@link ColdCalls}
 * @param threadsSeconds CPU of Gemba's own threads
 * @param gcSeconds CPU of collecting what those threads allocated; {@link Double#NaN} if unknown
 * @param samplesSeconds what taking samples took of the threads that were sampled
 * @param processSeconds CPU of the process, all of the above included; {@link Double#NaN} if
 *     unknown
 * @param threads CPU in seconds of Gemba's own threads by name, numbers at the end left out
 * @param dearest the operations whose calls cost most, the dearest first
 */
public record Overhead(
    double ratio,
    double low,
    double high,
    Duration window,
    ByLevel callsByLevel,
    ByLevel nanosPerCall,
    double callsSeconds,
    double valuesSeconds,
    double coldSeconds,
    double threadsSeconds,
    double gcSeconds,
    double samplesSeconds,
    double processSeconds,
    Map<String, Double> threads,
    List<OperationCost> dearest) {

  /** What calls are reckoned to cost, in multiples of what the model says. */
  static final double UNSEEN = 1.5;

  /** Of the CPU, for the application, where by the model nothing is left: no model is that good. */
  private static final double LEAST_LEFT = 0.02;

  private static final double NANOS = 1e9;

  /** The thread that reads samples. */
  private static final String PROFILER = "gemba-profiler";

  public Overhead {
    threads = Collections.unmodifiableMap(new TreeMap<>(threads));
    dearest = List.copyOf(dearest);
  }

  /** Without what is known of its error, of caches, of garbage and of operations. */
  Overhead(
      double ratio,
      Duration window,
      ByLevel callsByLevel,
      ByLevel nanosPerCall,
      double callsSeconds,
      double valuesSeconds,
      double threadsSeconds,
      double processSeconds,
      Map<String, Double> threads) {
    this(
        ratio,
        ratio,
        ratio,
        window,
        callsByLevel,
        nanosPerCall,
        callsSeconds,
        valuesSeconds,
        0,
        threadsSeconds,
        Double.NaN,
        0,
        processSeconds,
        threads,
        List.of());
  }

  /** How many CPUs the process used, at least what an idle one is taken for. */
  double cpus() {
    double seconds = window.toNanos() / NANOS;
    return Math.max(processSeconds / seconds, OverheadMeter.IDLE_CPUS);
  }

  /**
   * The ratio to keep under a budget. Calls cost what the model says at least: what woven code
   * keeps the JIT from inlining, and the caches from holding, comes on top. Measured by pairs of
   * JVMs that was a third to all of it again (test-apps/benchmarks, governor).
   */
  double reckoned() {
    return ratio + (UNSEEN - 1) * callsRatio();
  }

  /** How much faster everything would be without Gemba. */
  double slowdown() {
    return 1 / Math.max(1 - ratio, LEAST_LEFT);
  }

  /** The calls' part of the ratio. */
  double callsRatio() {
    return callsSeconds / (window.toNanos() / NANOS) / cpus();
  }

  /** The part of Gemba's own threads, and of collecting their garbage. */
  double threadsRatio() {
    double seconds = threadsSeconds + (Double.isNaN(gcSeconds) ? 0 : gcSeconds);
    return seconds / (window.toNanos() / NANOS) / cpus();
  }

  /** The part of taking samples, and of reading them. */
  double samplingRatio() {
    double seconds = samplesSeconds + threads.getOrDefault(PROFILER, 0.0);
    return seconds / (window.toNanos() / NANOS) / cpus();
  }

  /** CPU in seconds by part of Gemba; see {@link Parts}. */
  public Map<String, Double> parts() {
    return Parts.of(
        callsByLevel, nanosPerCall, valuesSeconds, coldSeconds, threads, gcSeconds, samplesSeconds);
  }
}
