package dev.gemba.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How near to the truth are Gemba's figures. Calls last as long as a known distribution says, by
 * spinning; the truth is what a clock read inside of them says, so that an interruption of the
 * thread counts as what it is. Gemba's percentiles are read from its file exporter's output. The
 * JSON has the errors against the plan as well.
 */
final class Accuracy {

  private static final Duration AT_MOST = Duration.ofMinutes(3);
  private static final List<String> DISTRIBUTIONS =
      List.of("CONSTANT_SHORT", "CONSTANT", "UNIFORM", "LOGNORMAL", "BIMODAL");
  private static final List<String> TITLES =
      List.of(
          "constant, 0.5 µs",
          "constant, 10 µs",
          "uniform, 1 to 100 µs",
          "lognormal, median 20 µs, sigma 1",
          "bimodal, 4 of 5 at 5 µs, 1 at 200 µs");
  private static final List<Double> SHARES = List.of(0.5, 0.9, 0.99, 0.999);
  private static final Watched TIMED =
      new Watched("dev.gemba.bench.workload.Timed", "spin", "long", "", 1);

  /** Errors of one JVM: by the name of the figure, relative to the truth and to the plan. */
  private record Sample(Map<String, Double> toTruth, Map<String, Double> toPlan, Verdict verdict) {}

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final int rounds;
  private final int calls;
  private final List<String> distributions;
  private final List<Gemba> levels = new ArrayList<>();
  private final Map<String, String> leftOut = new TreeMap<>();

  Accuracy(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    rounds = arguments.rounds(3);
    calls = arguments.quick() ? 2_000 : 50_000;
    distributions = arguments.quick() ? List.of("CONSTANT", "BIMODAL") : DISTRIBUTIONS;
    arguments.checkOnly(Gemba.levels().stream().map(Gemba::name).toList());
    for (Gemba level : Gemba.levels()) {
      Optional<String> obstacle = level.obstacle(jdk, place);
      obstacle.ifPresent(why -> leftOut.put(level.name(), why));
      if (obstacle.isEmpty() && arguments.includes(level.name())) {
        levels.add(level);
      }
    }
  }

  void run() throws Exception {
    leftOut.forEach((level, why) -> Progress.say("left out: %s, %s", level, why));
    Results results =
        new Results("accuracy", arguments, place, jdk)
            .option("rounds", rounds)
            .option("calls", calls)
            .option("leftOut", leftOut);
    Map<String, Map<Gemba, List<Sample>>> samples = new LinkedHashMap<>();
    SelfCost selfCost = new SelfCost(arguments, place, jdk, levels);
    for (int round = 0; round < rounds; round++) {
      Progress.say("round %d of %d", round + 1, rounds);
      for (String distribution : distributions) {
        for (Gemba level : levels) {
          samples
              .computeIfAbsent(distribution, unused -> new LinkedHashMap<>())
              .computeIfAbsent(level, unused -> new ArrayList<>())
              .add(sample(distribution, level, round));
        }
      }
      selfCost.round();
    }
    results.table(table(samples)).table(selfCost.table()).write();
    results.print();
  }

  private Sample sample(String distribution, Gemba level, int seed) throws Exception {
    Path directory = place.work("accuracy");
    List<String> program = ForkedJvm.workload(place, "AccuracyWorkload", distribution, calls, seed);
    Launch launch = level.launch(place, directory, TIMED);
    try (ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, program)) {
      jvm.passGate(level, TIMED);
      ForkedJvm.Ended ended = jvm.end(AT_MOST);
      Durations durations = GembaOutput.in(directory.resolve("gemba")).durations(TIMED.operation());
      return new Sample(
          errors(durations, ended, "took"),
          errors(durations, ended, "planned"),
          level.afterwards(directory, TIMED, calls).orElseThrow());
    }
  }

  private static Map<String, Double> errors(
      Durations durations, ForkedJvm.Ended ended, String against) {
    Map<String, Double> errors = new LinkedHashMap<>();
    for (double share : SHARES) {
      String name = "p" + share;
      double found = durations.quantile(share) * 1e9;
      errors.put(name, found / ended.number(against + "." + name) - 1);
    }
    double sum = durations.count() == 0 ? Double.NaN : durations.sumSeconds() * 1e9;
    errors.put("sum", sum / ended.number(against + ".sum") - 1);
    return errors;
  }

  private Table table(Map<String, Map<Gemba, List<Sample>>> samples) {
    Table table =
        new Table(
            "relative error, in percent, of what Gemba tells of %d calls: median (min … max)"
                .formatted(calls),
            "calls last",
            "capture",
            "counted",
            "p50",
            "p90",
            "p99",
            "p99.9",
            "sum");
    samples.forEach(
        (distribution, levels) ->
            levels.forEach((level, these) -> row(table, distribution, level, these)));
    return table;
  }

  private static void row(Table table, String distribution, Gemba level, List<Sample> these) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("distribution", distribution);
    figures.put("way", level.name());
    List<String> cells = new ArrayList<>();
    cells.add(TITLES.get(DISTRIBUTIONS.indexOf(distribution)));
    cells.add(level.title());
    Verdict verdict = these.stream().map(Sample::verdict).reduce(Verdict.NOT_NEEDED, Verdict::and);
    cells.add(verdict.shown());
    figures.put(Table.VERIFIED, verdict.good());
    for (String name : these.get(0).toTruth().keySet()) {
      Spread toTruth = percent(these.stream().map(s -> s.toTruth().get(name)).toList());
      Spread toPlan = percent(these.stream().map(s -> s.toPlan().get(name)).toList());
      figures.put(name + ".errorPercent", toTruth.json());
      figures.put(name + ".errorPercentToPlan", toPlan.json());
      cells.add(toTruth.text(2));
    }
    table.row(figures, cells.toArray(new String[0]));
  }

  private static Spread percent(List<Double> errors) {
    return Spread.of(errors.stream().map(error -> 100 * error).toList());
  }
}
