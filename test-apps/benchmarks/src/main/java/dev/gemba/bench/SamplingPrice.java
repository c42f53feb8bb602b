package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Gemba's samples cost the kanban server, in one JVM: its config is edited while it is under
 * load, so that samples are taken for a while, and are not before and after that. Two JVMs differ
 * by what their JITs have made of them, which is more than what is looked for; this one does not
 * differ from itself. What drifts, as boards grow with the tasks that users make, is the same in
 * the mean of before and after as it is in between.
 *
 * <p>The first row is a switch to the same, and shows what the method cannot tell from nothing.
 */
final class SamplingPrice {

  private static final String OFF = "profile: off";
  private static final String CPU = "cpu: 19ms";
  private static final String ALLOC = "alloc: 4mb";
  private static final String WALL = "wall: 100ms";
  private static final String LOCK = "lock: 10ms";

  /** For an edit to be seen, a session to begin, and its pace to be found. */
  private static final double SETTLE_SECONDS = 3;

  private static final double QUICK_SETTLE_SECONDS = 2;
  private static final int WARM_UP_SECONDS = 40;
  private static final int QUICK_WARM_UP_SECONDS = 2;
  private static final long POLL_MILLIS = 10;
  private static final Duration TO_END = Duration.ofMinutes(1);
  private static final double NANOS = 1e9;

  /**
   * What is switched on.
   *
   * @param kinds of which there have to be samples then
   */
  private record Way(String name, String title, String yaml, Set<String> kinds) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("nothing", "nothing", OFF, Set.of()),
          new Way("cpu", "`" + CPU + "` alone", only(CPU), Set.of("cpu")),
          new Way("alloc", "`" + ALLOC + "` alone", only(ALLOC), Set.of("alloc")),
          new Way("wall", "`" + WALL + "` alone", only(WALL), Set.of("wall")),
          new Way("lock", "`" + LOCK + "` alone", only(LOCK), Set.of()),
          new Way("default", "the profile as it comes", "", Set.of("cpu", "alloc")));

  /** What a way came to: each figure is that of a window, in percent of those around it. */
  private static final class Tried {
    private final Way way;
    private final List<Double> lost = new ArrayList<>();
    private final List<Double> cpuAdded = new ArrayList<>();
    private final List<Double> samplesPerSecond = new ArrayList<>();
    private Verdict verdict = Verdict.NOT_NEEDED;

    Tried(Way way) {
      this.way = way;
    }
  }

  /** What the server has done up to a moment. */
  private record Moment(long nanos, long requests, double cpuMillis) {}

  /** What it did between two. */
  private record Window(double seconds, double rate, double cpuMicros) {
    static Window between(Moment from, Moment to) {
      double seconds = (to.nanos - from.nanos) / NANOS;
      long requests = to.requests - from.requests;
      return new Window(
          seconds, requests / seconds, 1_000 * (to.cpuMillis - from.cpuMillis) / requests);
    }
  }

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final KanbanApplication kanban;
  private final int rounds;
  private final double seconds;
  private final int users;

  SamplingPrice(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    kanban = new KanbanApplication(place);
    rounds = arguments.rounds(10);
    seconds = arguments.seconds(5, 1);
    users = arguments.threads(List.of(4)).get(0);
  }

  private static String only(String setting) {
    List<String> settings = new ArrayList<>();
    for (String each : List.of(CPU, ALLOC, WALL, LOCK)) {
      settings.add(each.equals(setting) ? each : each.substring(0, each.indexOf(':')) + ": off");
    }
    return "profile: { " + String.join(", ", settings) + " }";
  }

  void run() throws Exception {
    List<String> names = WAYS.stream().map(Way::name).toList();
    arguments.checkOnly(names);
    List<Tried> all =
        WAYS.stream()
            .filter(way -> arguments.includes(way.name, names))
            .filter(way -> !arguments.quick() || way.name.equals("default"))
            .map(Tried::new)
            .toList();
    int warmUp = arguments.quick() ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS;
    double settle = arguments.quick() ? QUICK_SETTLE_SECONDS : SETTLE_SECONDS;
    int most = (int) Math.ceil(rounds * all.size() * (4 * seconds + 3 * settle + 10)) + 60;
    Results results =
        new Results("sampling", arguments, place, jdk)
            .option("rounds", rounds)
            .option("secondsOfWindows", seconds)
            .option("users", users);
    Path directory = place.work("sampling");
    Path config = directory.resolve("gemba.yaml");
    edit(config, directory, OFF);
    Launch launch = Launch.of("-Xmx1g", "-javaagent:" + place.gemba() + "=" + config);
    try (Application.Server server = kanban.start(jdk, directory, launch);
        KanbanApplication.Driver driver =
            kanban.load(jdk, KanbanApplication.DRIVER, server, users, warmUp, most)) {
      Progress.say("warm-up of %d s", warmUp);
      driver.warmUp();
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < all.size(); i++) {
          Tried tried = all.get((i + round) % all.size());
          Progress.say("round %d of %d: %s", round + 1, rounds, tried.way.name);
          measure(tried, config, directory, settle, server, driver);
        }
        results.clear().table(table(all)).write();
      }
      server.jvm().terminate(TO_END);
    }
    results.print();
  }

  private void measure(
      Tried tried,
      Path config,
      Path directory,
      double settle,
      Application.Server server,
      KanbanApplication.Driver driver)
      throws Exception {
    Window before = window(config, directory, OFF, seconds, settle, server, driver);
    Map<String, Long> samples = samples(directory);
    Window on = window(config, directory, tried.way.yaml, 2 * seconds, settle, server, driver);
    Map<String, Long> more = samples(directory);
    Window after = window(config, directory, OFF, seconds, settle, server, driver);
    tried.lost.add(100 * (1 - on.rate / ((before.rate + after.rate) / 2)));
    tried.cpuAdded.add(100 * (on.cpuMicros / ((before.cpuMicros + after.cpuMicros) / 2) - 1));
    more.replaceAll((kind, all) -> all - samples.getOrDefault(kind, 0L));
    tried.samplesPerSecond.add(
        more.values().stream().mapToLong(Long::longValue).sum() / (on.seconds + settle));
    Set<String> missing = new TreeSet<>(tried.way.kinds);
    missing.removeIf(kind -> more.getOrDefault(kind, 0L) > 0);
    tried.verdict =
        tried.verdict.and(
            missing.isEmpty()
                ? new Verdict(true, "samples of " + tried.way.kinds.size() + " kinds")
                : new Verdict(false, "no samples of " + missing));
  }

  private Window window(
      Path config,
      Path directory,
      String profile,
      double length,
      double settle,
      Application.Server server,
      KanbanApplication.Driver driver)
      throws Exception {
    edit(config, directory, profile);
    Thread.sleep((long) (1_000 * settle));
    Moment from = moment(server, driver);
    Thread.sleep((long) (1_000 * length));
    return Window.between(from, moment(server, driver));
  }

  /** When the driver next tells how many requests there were, which it does once a second. */
  private static Moment moment(Application.Server server, KanbanApplication.Driver driver)
      throws Exception {
    long told = driver.answered();
    long until = System.nanoTime() + TO_END.toNanos();
    while (driver.answered() == told) {
      if (!driver.jvm().isAlive() || System.nanoTime() > until) {
        throw driver.jvm().failure("the load has ended");
      }
      Thread.sleep(POLL_MILLIS);
    }
    return new Moment(System.nanoTime(), driver.answered(), Proc.cpuMillis(server.jvm().pid()));
  }

  private static Map<String, Long> samples(Path directory) throws IOException {
    return new LinkedHashMap<>(GembaOutput.in(ServiceWays.output(directory)).samplesByKind());
  }

  private static void edit(Path config, Path directory, String profile) throws IOException {
    String yaml =
        """
        service: kanban
        packs: []
        overhead: off
        %s
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(profile, ServiceWays.output(directory));
    Path next = Files.writeString(directory.resolve("next.yaml"), yaml);
    Files.move(next, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Table table(List<Tried> all) {
    Table table =
        new Table(
            "%s, %d users in a closed loop, samples switched on and off in one JVM"
                .formatted(kanban.title(), users),
            "switched on",
            "CPU a request added, %",
            "95 % interval of the median",
            "throughput lost, %",
            "95 % interval of the median",
            "samples a second",
            "verified");
    for (Tried tried : all) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("way", tried.way.name);
      figures.put("cpuAddedPercent", Spread.of(tried.cpuAdded).json());
      figures.put("throughputLostPercent", Spread.of(tried.lost).json());
      figures.put("samplesPerSecond", Spread.of(tried.samplesPerSecond).json());
      figures.put("each", List.of(tried.cpuAdded, tried.lost));
      figures.put(Table.VERIFIED, tried.verdict.good());
      figures.put("verification", tried.verdict.text());
      table.row(
          figures,
          tried.way.title,
          Spread.of(tried.cpuAdded).text(1),
          interval(tried.cpuAdded),
          Spread.of(tried.lost).text(1),
          interval(tried.lost),
          Spread.of(tried.samplesPerSecond).text(0),
          (tried.verdict.good() ? "" : "WRONG: ") + tried.verdict.text());
    }
    return table;
  }

  private static String interval(List<Double> values) {
    return MedianInterval.of(values).map(interval -> interval.text(1)).orElse("–");
  }
}
