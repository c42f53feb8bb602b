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
 * What a watched call costs beyond one that nobody watches: fresh JVMs, one way of watching after
 * the other, round by round, so that a machine that slows down slows all of them. The figure of a
 * round is the difference to the unwatched JVM of the same round.
 */
final class CallCost {

  /** Left out where it must be quick. */
  private static final List<String> SLOW = List.of("otel-1%", "elastic", "glowroot");

  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** MooBench's method time: that of the innermost call. */
  private static final long LONG_METHOD_NANOS = 500_000;

  /** A method, called by so many threads, whose innermost call lasts so long. */
  private record Scene(Watched watched, int threads, long methodNanos) {

    String title() {
      return watched.mode()
          + (methodNanos == 0 ? "" : " around " + methodNanos / 1000 + " µs")
          + ", "
          + threads
          + (threads == 1 ? " thread" : " threads");
    }
  }

  /** What one JVM told. */
  private record Sample(double nanos, double meanNanos, double cpuNanos, double bytes) {

    static final Sample FAILED = new Sample(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** What is to be seen in a JVM of its own. */
  private record Shown(Way way, Watched watched) {}

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final int rounds;
  private final long measureMillis;
  private final long warmUpMillis;
  private final List<Scene> scenes = new ArrayList<>();
  private final List<Way> ways = new ArrayList<>();
  private final Map<String, String> leftOut = new TreeMap<>();
  private final Map<Scene, Map<Way, List<Sample>>> samples = new LinkedHashMap<>();
  private final Map<Scene, Map<Way, Verdict>> seen = new LinkedHashMap<>();
  private final Map<Shown, Verdict> verified = new LinkedHashMap<>();

  CallCost(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    rounds = arguments.rounds(5);
    measureMillis = (long) (1000 * arguments.seconds(3, 0.2));
    warmUpMillis = measureMillis;
    List<Integer> threads = arguments.threads(arguments.quick() ? List.of(1) : List.of(1, 2));
    threads.forEach(n -> scenes.add(new Scene(Watched.RECURSION, n, 0)));
    if (!arguments.quick()) {
      scenes.add(new Scene(Watched.RECURSION, 1, LONG_METHOD_NANOS));
      threads.forEach(n -> scenes.add(new Scene(Watched.FLAT, n, 0)));
    }
    arguments.checkOnly(Ways.all().stream().map(Way::name).toList());
    for (Way way : Ways.all()) {
      Optional<String> obstacle = way.obstacle(jdk, place);
      obstacle.ifPresent(why -> leftOut.put(way.name(), why));
      boolean reference = way.equals(Ways.NONE) || way.equals(Ways.BY_HAND);
      boolean wanted =
          arguments.includes(way.name()) && !(arguments.quick() && SLOW.contains(way.name()));
      if (obstacle.isEmpty() && (reference || wanted)) {
        ways.add(way);
      }
    }
  }

  void run() throws Exception {
    Results results =
        new Results("call-cost", arguments, place, jdk)
            .option("rounds", rounds)
            .option("warmUpSeconds", warmUpMillis / 1000.0)
            .option("measureSeconds", measureMillis / 1000.0)
            .option("leftOut", leftOut);
    leftOut.forEach((way, why) -> Progress.say("left out: %s, %s", way, why));
    for (int round = 0; round < rounds; round++) {
      for (Scene scene : scenes) {
        // Each round begins elsewhere, so that nobody always comes after the same neighbour.
        for (int i = 0; i < ways.size(); i++) {
          Way way = ways.get((i + round) % ways.size());
          Progress.say("round %d of %d, %s: %s", round + 1, rounds, scene.title(), way.name());
          samples
              .computeIfAbsent(scene, unused -> new LinkedHashMap<>())
              .computeIfAbsent(way, unused -> new ArrayList<>())
              .add(measure(scene, way));
        }
      }
      if (round == 0) {
        verify();
      }
      results.clear();
      scenes.forEach(scene -> results.table(table(scene)));
      results.write();
    }
    results.print();
  }

  /** One JVM; if it fails, that is said, and the others go on. */
  private Sample measure(Scene scene, Way way) throws Exception {
    try {
      return measureOrFail(scene, way);
    } catch (IllegalStateException e) {
      Progress.say("%s failed: %s", way.name(), e.getMessage());
      see(scene, way, new Verdict(false, "a JVM failed"));
      return Sample.FAILED;
    }
  }

  private void see(Scene scene, Way way, Verdict verdict) {
    seen.computeIfAbsent(scene, unused -> new LinkedHashMap<>()).merge(way, verdict, Verdict::and);
  }

  private Sample measureOrFail(Scene scene, Way way) throws Exception {
    Path directory = place.work("call-cost");
    Launch launch = way.launch(place, directory, scene.watched);
    List<String> program =
        ForkedJvm.workload(
            place,
            "CallCostWorkload",
            scene.watched.mode(),
            way.byHand(),
            scene.watched.depth(),
            scene.threads,
            warmUpMillis,
            measureMillis,
            scene.methodNanos);
    try (ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, program)) {
      jvm.passGate(way, scene.watched);
      ForkedJvm.Ended ended = jvm.end(MARGIN.plusMillis(warmUpMillis + measureMillis));
      way.afterwards(directory, scene.watched, (long) ended.number("calls"))
          .ifPresent(verdict -> see(scene, way, verdict));
      return new Sample(
          ended.number("nanosPerCall"),
          ended.number("meanNanosPerCall"),
          ended.number("cpuNanosPerCall"),
          ended.number("bytesPerCall"));
    }
  }

  /** Those that could not be counted in the JVMs that were measured. */
  private void verify() throws Exception {
    for (Scene scene : scenes) {
      for (Way way : ways) {
        Shown shown = new Shown(way, scene.watched);
        if (!seen.getOrDefault(scene, Map.of()).containsKey(way) && !verified.containsKey(shown)) {
          Progress.say("what does it record of %s: %s", scene.watched.mode(), way.name());
          Trial trial = new Trial(jdk, place, place.work("trial"));
          way.verify(trial, scene.watched).ifPresent(verdict -> verified.put(shown, verdict));
        }
      }
    }
  }

  private Table table(Scene scene) {
    Table table =
        new Table(
            scene.title() + ": nanoseconds that a watched call adds",
            "way",
            "added ns a call",
            "× by hand",
            "added CPU ns a call",
            "× no agent",
            "bytes a call",
            "verified");
    Map<Way, List<Sample>> all = samples.get(scene);
    double byHand = added(all, Ways.BY_HAND).median();
    for (Way way : ways) {
      Spread added = added(all, way);
      Spread total = Spread.of(all.get(way).stream().map(Sample::nanos).toList());
      Spread means = Spread.of(all.get(way).stream().map(Sample::meanNanos).toList());
      Spread cpu = Spread.added(all.get(way), all.get(Ways.NONE), Sample::cpuNanos);
      Spread ratio = Spread.ratio(all.get(way), all.get(Ways.NONE), Sample::nanos);
      Spread bytes = Spread.of(all.get(way).stream().map(Sample::bytes).toList());
      Verdict verdict = verdict(scene, way);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("way", way.name());
      figures.put("nanosPerCall", total.json());
      figures.put("meanNanosPerCall", means.json());
      figures.put("addedNanosPerCall", added.json());
      figures.put("timesByHand", Spread.rounded(added.median() / byHand));
      figures.put("addedCpuNanosPerCall", cpu.json());
      figures.put("timesNoAgent", ratio.json());
      figures.put("bytesPerCall", bytes.json());
      figures.put(Table.VERIFIED, verdict.good());
      figures.put("verification", verdict.text());
      boolean none = way.equals(Ways.NONE);
      table.row(
          figures,
          way.title(),
          none ? "(a call takes " + total.text(2) + ")" : added.text(1),
          none ? "" : Spread.fixed(added.median() / byHand, 2),
          none ? "" : cpu.text(1),
          none ? "" : Spread.fixed(ratio.median(), scene.methodNanos == 0 ? 2 : 4),
          Spread.fixed(bytes.median(), 0),
          verdict.good() ? verdict.text() : "NOT VERIFIED: " + verdict.text());
    }
    return table;
  }

  private Verdict verdict(Scene scene, Way way) {
    Verdict elsewhere =
        verified.getOrDefault(new Shown(way, scene.watched), new Verdict(false, "not tried"));
    return seen.getOrDefault(scene, Map.of()).getOrDefault(way, elsewhere);
  }

  private static Spread added(Map<Way, List<Sample>> all, Way way) {
    return Spread.added(all.get(way), all.get(Ways.NONE), Sample::nanos);
  }
}
