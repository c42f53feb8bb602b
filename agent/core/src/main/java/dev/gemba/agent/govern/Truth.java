package dev.gemba.agent.govern;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a {@link TruthCheck} came to. Shares are of the process's CPU while probes were lit, which
 * is taken for {@link OverheadMeter#IDLE_CPUS} CPUs at least, as everywhere.
 *
 * @param windows that count, lit and dim ones
 * @param thrownOut windows that do not, by reason
 * @param calls in lit windows that count
 * @param overhead Gemba's share: what was measured of calls, the count added back, and Gemba's
 *     threads as they were seen before the first switch
 * @param nanosPerCall what a call's recording takes, the count added back
 * @param countRatio the part of {@code overhead} that is the calibrated price of counting
 * @param threadsRatio the part that is Gemba's threads, and collecting their garbage
 * @param modelRatio the same share by the model
 * @param modelNanosPerCall what a call takes by the model
 * @param countNanos the calibrated price of counting a call
 * @param budget {@link Double#NaN} if there is none
 * @param inconclusive why nothing follows from this; null if something does
 */
public record Truth(
    int windows,
    Map<String, Integer> thrownOut,
    long calls,
    Interval overhead,
    Interval nanosPerCall,
    double countRatio,
    double threadsRatio,
    double modelRatio,
    double modelNanosPerCall,
    double countNanos,
    double budget,
    String inconclusive) {

  /** Width of the interval over which it says nothing, where there is no budget. */
  private static final double USUAL_BUDGET = 0.05;

  private static final int WINDOWS_OF_BLOCK = 4;
  private static final double NANOS = 1e9;

  public Truth {
    thrownOut = Collections.unmodifiableMap(new TreeMap<>(thrownOut));
  }

  /**
   * Adds up an experiment.
   *
   * @param lead what was seen before the first switch
   * @param lit all lit windows together
   * @param modelNanos what the calls of those cost by the model
   */
  static Truth of(
      List<Block> blocks,
      Map<String, Integer> thrownOut,
      Slice lead,
      Slice lit,
      double modelNanos,
      double countNanos,
      OptionalDouble budget) {
    double seconds = lit.nanos() / NANOS;
    double cpuNanos =
        Math.max((double) lit.processNanos(), seconds * OverheadMeter.IDLE_CPUS * NANOS);
    double calls = (double) lit.allCalls();
    double ownOfLead = lead.ownNanos() + lead.ownGcNanos();
    double ownNanos = lead.nanos() == 0 ? 0 : ownOfLead / lead.nanos() * lit.nanos();
    double counting = calls * countNanos;

    // A call takes exp(effect) times as much when lit: so this part of its CPU is the recording.
    Interval effect = LitEffect.logRatio(blocks);
    Interval added =
        new Interval(
            -Math.expm1(-effect.value()), -Math.expm1(-effect.low()), -Math.expm1(-effect.high()));
    double application = (double) lit.applicationNanos();
    Interval overhead = added.timesPlus(application / cpuNanos, (counting + ownNanos) / cpuNanos);
    return new Truth(
        blocks.size() * WINDOWS_OF_BLOCK,
        thrownOut,
        lit.allCalls(),
        overhead,
        added.timesPlus(application / calls, countNanos),
        counting / cpuNanos,
        ownNanos / cpuNanos,
        (modelNanos + ownNanos) / cpuNanos,
        modelNanos / calls,
        countNanos,
        budget.orElse(Double.NaN),
        whyInconclusive(blocks.size(), thrownOut, overhead, budget.orElse(USUAL_BUDGET)));
  }

  private static String whyInconclusive(
      int blocks, Map<String, Integer> thrownOut, Interval overhead, double budget) {
    if (blocks < LitEffect.FEWEST_BLOCKS) {
      String most =
          thrownOut.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElse("too short");
      return switch (most) {
        case "no calls" -> "no woven method was called often enough for every window to have calls";
        case "unknown CPU" -> "this JVM does not tell the CPU of its process";
        default -> "only " + blocks * WINDOWS_OF_BLOCK + " windows count, the others were: " + most;
      };
    }
    if (Double.isNaN(overhead.value())) {
      return "the process used too little CPU to tell";
    }
    return overhead.width() > budget
        ? String.format(
            java.util.Locale.ROOT,
            "the interval is wider than %.1f %%; measure longer, or under a steadier load",
            budget * 100)
        : null;
  }

  /** Whether the model says what was measured, within the error of measuring. */
  public boolean modelHolds() {
    return overhead.contains(modelRatio);
  }
}
