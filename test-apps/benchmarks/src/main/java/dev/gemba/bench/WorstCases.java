package dev.gemba.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Whether the governor keeps Gemba under its budget where that is hardest: for each case fresh JVMs
 * without an agent and with Gemba, one after the other, the order changing from round to round.
 * What Gemba costs is the throughput that the one has beyond the other, not what Gemba says.
 */
final class WorstCases {

  static final double BUDGET = 0.05;

  /** Left out of the smoke run: there, they show nothing that the others do not. */
  private static final List<String> SLOW =
      List.of("recursion", "fibonacci", "probes", "tiny-probes", "saturated", "burst", "threads");

  private static final int MOST_STEPS_AFTER = 6;

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final int rounds;
  private final int seconds;
  private final int longSeconds;
  private final List<GovernorCase> cases = new ArrayList<>();
  private final Map<GovernorCase, List<GovernedPair>> pairs = new LinkedHashMap<>();
  private final Map<GovernorCase, String> failed = new LinkedHashMap<>();

  WorstCases(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    rounds = arguments.rounds(2);
    seconds = (int) arguments.seconds(20, 4);
    // Long enough to see the minute after the budget was met, once for each case.
    longSeconds = arguments.quick() ? seconds : Math.max(seconds, 72);
    List<GovernorCase> all = GovernorCases.all(place);
    arguments.checkOnly(all.stream().map(GovernorCase::name).toList());
    for (GovernorCase one : all) {
      boolean left = arguments.quick() && SLOW.contains(one.name());
      if (arguments.includes(one.name()) && !left) {
        cases.add(one);
      }
    }
  }

  void run() throws Exception {
    Results results =
        new Results("governor", arguments, place, jdk)
            .option("rounds", rounds)
            .option("seconds", seconds)
            .option("secondsOfFirstGembaJvm", longSeconds)
            .option("settledAfterSeconds", settled())
            .option("budget", BUDGET);
    for (int round = 0; round < rounds; round++) {
      for (GovernorCase one : cases) {
        Progress.say("round %d of %d: %s", round + 1, rounds, one.name());
        try {
          pairs.computeIfAbsent(one, unused -> new ArrayList<>()).add(pair(one, round));
        } catch (IllegalStateException e) {
          Progress.say("%s failed: %s", one.name(), e.getMessage());
          failed.put(one, "a JVM failed");
        }
      }
      results.clear().table(table()).write();
    }
    results.print();
  }

  /** The second from which on the JIT and the governor are to be done. */
  private int settled() {
    return Math.min(10, seconds / 2);
  }

  private GovernedPair pair(GovernorCase one, int round) throws Exception {
    GovernorCase.Run run = new GovernorCase.Run(jdk, place, arguments.quick());
    boolean noneFirst = round % 2 == 0;
    int noneSeconds = one.isSlowToWarmUp() ? longSeconds : seconds;
    int gembaSeconds = round == 0 ? longSeconds : noneSeconds;
    Course none = noneFirst ? none(one, run, noneSeconds) : null;
    Governed gemba = Governed.run(one, run, gembaSeconds);
    return new GovernedPair(noneFirst ? none : none(one, run, noneSeconds), gemba, settled());
  }

  private Course none(GovernorCase one, GovernorCase.Run run, int seconds) throws Exception {
    return one.run(run, place.work("governor"), Launch.PLAIN, seconds).course();
  }

  private Table table() {
    Table table =
        new Table(
            "worst cases of the governor, budget %.0f %%: median of the pairs (min … max)"
                .formatted(100 * BUDGET),
            "case",
            "% throughput lost",
            "% of CPU",
            "by its model",
            "model − CPU",
            "met after s",
            "steps",
            "in the minute after",
            "operations' counts",
            "verdict");
    pairs.forEach((one, these) -> row(table, one, these));
    return table;
  }

  private void row(Table table, GovernorCase one, List<GovernedPair> these) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("case", one.name());
    Spread lost = figure(figures, "throughputLostPercent", these, GovernedPair::lostPercent);
    Spread cpu = figure(figures, "cpuSharePercent", these, GovernedPair::cpuPercent);
    Spread model = figure(figures, "modelPercent", these, GovernedPair::modelPercent);
    Spread error = figure(figures, "modelErrorPoints", these, GovernedPair::modelErrorPoints);
    Spread met = figure(figures, "metAfterSeconds", these, GovernedPair::metAfterSeconds);
    figure(figures, "metByModelAfterSeconds", these, GovernedPair::metByModelAfterSeconds);
    Spread steps = figure(figures, "steps", these, GovernedPair::steps);
    figure(figures, "decisions", these, pair -> pair.gemba().observed().steps().decisions());
    Spread after = figure(figures, "stepsInMinuteAfter", these, GovernedPair::stepsInMinuteAfter);
    figure(figures, "secondsSeenAfter", these, GovernedPair::secondsSeenAfter);
    Verdict counts =
        these.stream().map(pair -> pair.gemba().counts()).reduce(Verdict.NOT_NEEDED, Verdict::and);
    String verdict = verdict(one, these);
    figures.put(Table.VERIFIED, counts.good() && !failed.containsKey(one));
    figures.put("counts", counts.text());
    figures.put("verdict", verdict);
    figures.put("courses", these.stream().map(GovernedPair::json).toList());
    table.row(
        figures,
        one.title(),
        lost.text(1),
        cpu.text(1),
        model.text(1),
        error.text(1),
        met.n() == these.size() ? met.text(0) : "never",
        steps.text(0),
        after.text(0),
        counts.shown(),
        verdict);
  }

  private static Spread figure(
      Map<String, Object> figures,
      String name,
      List<GovernedPair> pairs,
      ToDoubleFunction<GovernedPair> figure) {
    Spread spread = Spread.of(pairs.stream().map(figure::applyAsDouble).toList());
    figures.put(name, spread.json());
    return spread;
  }

  /** Says in how many pairs each promise was broken: in some but not all of them, it is unclear. */
  private String verdict(GovernorCase one, List<GovernedPair> these) {
    List<String> broken = new ArrayList<>();
    check(broken, "over budget", these, pair -> pair.lostPercent() <= 100 * BUDGET);
    check(broken, "late", these, pair -> pair.metAfterSeconds() <= one.withinSeconds());
    check(broken, "unquiet", these, pair -> pair.stepsInMinuteAfter() <= MOST_STEPS_AFTER);
    check(broken, "counts wrong", these, pair -> pair.gemba().counts().good());
    if (failed.containsKey(one)) {
      broken.add(failed.get(one));
    }
    return broken.isEmpty() ? "held" : String.join(", ", broken);
  }

  private static void check(
      List<String> broken,
      String promise,
      List<GovernedPair> these,
      Predicate<GovernedPair> isKept) {
    long notKept = these.stream().filter(isKept.negate()).count();
    if (notKept > 0) {
      broken.add(promise + " in " + notKept + " of " + these.size());
    }
  }
}
