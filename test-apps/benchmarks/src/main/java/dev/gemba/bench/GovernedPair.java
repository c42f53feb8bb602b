package dev.gemba.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A JVM without an agent and one in which Gemba had a budget, one run after the other. Figures that
 * a pair does not have are not a number.
 *
 * @param settled the second of the load from which on figures are taken
 */
record GovernedPair(Course none, Governed gemba, int settled) {

  private static final int MINUTE = 60;

  /** What of the throughput is lost. */
  double lostPercent() {
    return 100 * (1 - course().rate(settled) / none.rate(settled));
  }

  /** The share of the process's CPU that is spent for what the other does without. */
  double cpuPercent() {
    return 100 * (1 - none.cpuNanos(settled) / course().cpuNanos(settled));
  }

  /** The same by Gemba's model. */
  double modelPercent() {
    return 100 * gemba.told().medianRatio(millis(settled), millis(course().seconds()));
  }

  /** By how much the model is above what was measured. */
  double modelErrorPoints() {
    return modelPercent() - cpuPercent();
  }

  double metAfterSeconds() {
    OptionalInt met = course().reaches(1 - WorstCases.BUDGET, none, settled);
    return met.isPresent() ? met.getAsInt() : Double.NaN;
  }

  double metByModelAfterSeconds() {
    return gemba.told().millisUntilWithin(WorstCases.BUDGET, course().startMillis()) / 1e3;
  }

  double steps() {
    return gemba.told().stepsUntil(millis(course().seconds()));
  }

  /**
   * After the budget was met, but not before it has to be: until then, steps are the way there.
   * Where they are too many for Gemba to remember, by what it exported, which may come later.
   */
  double stepsInMinuteAfter() {
    int from = from();
    int to = Math.min(from + MINUTE, course().seconds());
    return gemba
        .observed()
        .steps()
        .between(millis(from), millis(to))
        .orElseGet(
            () -> gemba.told().stepsUntil(millis(to)) - gemba.told().stepsUntil(millis(from)));
  }

  /** How much of that minute there was. */
  double secondsSeenAfter() {
    return Math.min(MINUTE, course().seconds() - from());
  }

  private int from() {
    double met = metAfterSeconds();
    return Double.isNaN(met) ? settled : Math.max(settled, (int) met);
  }

  /** Second by second, for who wants to see it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("none.perSecond", rounded(none.rates()));
    json.put("gemba.perSecond", rounded(course().rates()));
    json.put("gemba.overheadRatio", rounded(gemba.told().ratios(course().startMillis())));
    return json;
  }

  private static List<Double> rounded(List<Double> values) {
    return values.stream().map(Spread::rounded).toList();
  }

  private Course course() {
    return gemba.observed().course();
  }

  private long millis(int second) {
    return course().startMillis() + 1000L * second;
  }
}
