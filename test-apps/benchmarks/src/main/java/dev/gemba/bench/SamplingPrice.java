package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Gemba's samples cost the kanban server. What is looked for is a hundredth, and two JVMs
 * differ by more than that, by what their JITs have made of them, as one does from itself a moment
 * later, by what it is asked and by what else the machine does. So the configs of two servers are
 * edited while they are under load ({@link Crossover}).
 *
 * <p>There is one user, as what boards cost depends on what others do meanwhile, which is never the
 * same.
 *
 * <p>The first row is a switch to the same, and shows what the method cannot tell from nothing.
 */
final class SamplingPrice {

  private static final String CPU = "cpu: 19ms";
  private static final String ALLOC = "alloc: 4mb";
  private static final String WALL = "wall: 100ms";
  private static final String LOCK = "lock: 10ms";

  /** For an edit to be seen, and a session to begin or to end. */
  private static final double SETTLE_SECONDS = 4;

  private static final double QUICK_SETTLE_SECONDS = 2;

  /** For the last samples to be read and written. */
  private static final long TO_WRITE_MILLIS = 2_500;

  private static final int WARM_UP_SECONDS = 60;
  private static final int QUICK_WARM_UP_SECONDS = 2;

  /** What a way came to: each figure is that of a crossover, in percent of what is without. */
  private static final class Tried {
    private final LiveConfig way;
    private final List<Double> lost = new ArrayList<>();
    private final List<Double> cpuAdded = new ArrayList<>();
    private final List<Double> samplesPerSecond = new ArrayList<>();
    private Verdict verdict = Verdict.NOT_NEEDED;

    Tried(LiveConfig way) {
      this.way = way;
    }
  }

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final KanbanApplication kanban;
  private final Halves halves;
  private final int rounds;
  private final double seconds;
  private final double settle;
  private final int users;

  SamplingPrice(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    kanban = new KanbanApplication(place);
    halves = Halves.ofThisProcess();
    rounds = arguments.rounds(12);
    seconds = arguments.seconds(12, 1);
    settle = arguments.quick() ? QUICK_SETTLE_SECONDS : SETTLE_SECONDS;
    users = arguments.threads(List.of(1)).get(0);
  }

  private static String only(String setting) {
    List<String> settings = new ArrayList<>();
    for (String each : List.of(CPU, ALLOC, WALL, LOCK)) {
      settings.add(each.equals(setting) ? each : each.substring(0, each.indexOf(':')) + ": off");
    }
    return LiveConfig.PACKS_OFF + "profile: { " + String.join(", ", settings) + " }";
  }

  private static List<LiveConfig> ways() {
    return List.of(
        LiveConfig.NOTHING,
        alone("cpu", CPU, Set.of("cpu")),
        alone("alloc", ALLOC, Set.of("alloc")),
        alone("wall", WALL, Set.of("wall")),
        alone("lock", LOCK, Set.of()),
        LiveConfig.PROFILE);
  }

  private static LiveConfig alone(String name, String setting, Set<String> kinds) {
    return new LiveConfig(name, "`" + setting + "` alone", only(setting), false, kinds);
  }

  void run() throws Exception {
    List<Tried> all =
        arguments.chosen(ways(), LiveConfig::name, "default").stream().map(Tried::new).toList();
    Results results =
        new Results("sampling", arguments, place, jdk)
            .option("rounds", rounds)
            .option("secondsOfWindows", seconds)
            .option("users", users)
            .option("cpusOfServer", halves.size());
    double secondsOfRound = all.size() * (settle + seconds + 3);
    Crossover.Times times =
        new Crossover.Times(
            arguments.quick() ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS,
            seconds,
            (int) Math.ceil(3 * rounds * secondsOfRound) + 60);
    List<Path> directories = List.of(place.work("sampling-one"), place.work("sampling-other"));
    try (Crossover servers =
        Crossover.start(
            kanban,
            jdk,
            halves,
            directories,
            directory -> LiveConfig.NOTHING.launch(place, directory),
            users,
            times)) {
      results.option("requestsOfWindows", servers.requestsOfWindow());
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < all.size(); i++) {
          Tried tried = all.get((i + round) % all.size());
          Progress.say("round %d of %d: %s", round + 1, rounds, tried.way.name());
          measure(tried, servers, directories);
        }
        results.clear().table(table(all)).write();
      }
      servers.end();
    }
    results.print();
  }

  private void measure(Tried tried, Crossover servers, List<Path> directories) throws Exception {
    LiveConfig.Seen before = seen(directories);
    Crossover.Effect effect = servers.measure(tried.way::edit, LiveConfig.NOTHING::edit, settle);
    tried.lost.add(effect.lostPercent());
    tried.cpuAdded.add(effect.cpuAddedPercent());
    Thread.sleep(TO_WRITE_MILLIS);
    LiveConfig.Seen taken = seen(directories).minus(before);
    tried.samplesPerSecond.add(taken.allSamples() / effect.seconds());
    tried.verdict = tried.verdict.and(tried.way.check(taken));
  }

  private static LiveConfig.Seen seen(List<Path> directories) throws IOException {
    LiveConfig.Seen all = LiveConfig.Seen.NOTHING;
    for (Path directory : directories) {
      all = all.plus(LiveConfig.Seen.by(directory));
    }
    return all;
  }

  private Table table(List<Tried> all) {
    Table table =
        new Table(
            "%s, %d users in a closed loop, samples switched on and off, a server and its load driver on %d CPU"
                .formatted(kanban.title(), users, halves.size()),
            "switched on",
            "CPU a request added, %",
            "95 % interval of the median",
            "throughput lost, %",
            "95 % interval of the median",
            "samples a second",
            "verified");
    for (Tried tried : all) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("way", tried.way.name());
      figures.put("cpuAddedPercent", Spread.of(tried.cpuAdded).json());
      figures.put("throughputLostPercent", Spread.of(tried.lost).json());
      figures.put("samplesPerSecond", Spread.of(tried.samplesPerSecond).json());
      figures.put("each", List.of(tried.cpuAdded, tried.lost));
      figures.put(Table.VERIFIED, tried.verdict.good());
      figures.put("verification", tried.verdict.text());
      table.row(
          figures,
          tried.way.title(),
          Spread.of(tried.cpuAdded).text(1),
          MedianInterval.text(tried.cpuAdded),
          Spread.of(tried.lost).text(1),
          MedianInterval.text(tried.lost),
          Spread.of(tried.samplesPerSecond).text(0),
          tried.verdict.shown());
    }
    return table;
  }
}
