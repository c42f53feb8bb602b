package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Gemba's samples cost the kanban server, and what it weaves there. What is looked for is a
 * hundredth, and two JVMs differ by more than that, by what their JITs have made of them, as one
 * does from itself a moment later, by what it is asked and by what else the machine does. So the
 * configs of two servers are edited while they are under load ({@link Crossover}).
 *
 * <p>There is one user, as what boards cost depends on what others do meanwhile, which is never the
 * same.
 *
 * <p>The first row is a switch to the same, and shows what the method cannot tell from nothing.
 */
final class SamplingPrice {

  private static final String PACKS_OFF = "packs: []\noverhead: off\n";
  private static final String OFF = PACKS_OFF + "profile: off";
  private static final String CPU = "cpu: 19ms";
  private static final String ALLOC = "alloc: 4mb";
  private static final String WALL = "wall: 100ms";
  private static final String LOCK = "lock: 10ms";

  /** For an edit to be seen, and a session to begin or to end. */
  private static final double SETTLE_SECONDS = 4;

  /** For methods to be woven, and compiled again. */
  private static final double SETTLE_WOVEN_SECONDS = 40;

  private static final double QUICK_SETTLE_SECONDS = 2;

  /** For the last samples to be read and written. */
  private static final long TO_WRITE_MILLIS = 2_500;

  private static final int WARM_UP_SECONDS = 60;
  private static final int QUICK_WARM_UP_SECONDS = 2;

  /**
   * What is switched on.
   *
   * @param woven whether methods are
   * @param kinds of which there have to be samples then
   */
  private record Way(String name, String title, String yaml, boolean woven, Set<String> kinds) {}

  /** What a way came to: each figure is that of a crossover, in percent of what is without. */
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
    return PACKS_OFF + "profile: { " + String.join(", ", settings) + " }";
  }

  /** All ways; the last one is what the server's own config says, but where it goes. */
  private static List<Way> ways(Place place) throws IOException {
    String config = Files.readString(place.kanbanConfig());
    String targets = config.substring(config.indexOf("targets:"), config.indexOf("exporters:"));
    return List.of(
        new Way("nothing", "nothing", OFF, false, Set.of()),
        new Way("cpu", "`" + CPU + "` alone", only(CPU), false, Set.of("cpu")),
        new Way("alloc", "`" + ALLOC + "` alone", only(ALLOC), false, Set.of("alloc")),
        new Way("wall", "`" + WALL + "` alone", only(WALL), false, Set.of("wall")),
        new Way("lock", "`" + LOCK + "` alone", only(LOCK), false, Set.of()),
        new Way("default", "the profile as it comes", PACKS_OFF, false, Set.of("cpu", "alloc")),
        new Way("targets", "the server's targets", OFF + "\n" + targets, true, Set.of()),
        new Way("packs", "packs", "profile: off\noverhead: off", true, Set.of()),
        new Way(
            "whole",
            "the profile, packs and the server's targets",
            "sampling: { keep: 10% }\n" + targets,
            true,
            Set.of("cpu", "alloc")));
  }

  void run() throws Exception {
    List<Way> ways = ways(place);
    List<String> names = ways.stream().map(Way::name).toList();
    arguments.checkOnly(names);
    List<Tried> all =
        ways.stream()
            .filter(way -> arguments.includes(way.name, names))
            .filter(way -> !arguments.quick() || way.name.equals("default"))
            .map(Tried::new)
            .toList();
    Results results =
        new Results("sampling", arguments, place, jdk)
            .option("rounds", rounds)
            .option("secondsOfWindows", seconds)
            .option("users", users)
            .option("cpusOfServer", halves.size());
    double secondsOfRound =
        all.stream().mapToDouble(tried -> settle(tried.way) + seconds + 3).sum();
    Crossover.Times times =
        new Crossover.Times(
            arguments.quick() ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS,
            seconds,
            (int) Math.ceil(3 * rounds * secondsOfRound) + 60);
    List<Path> directories = List.of(place.work("sampling-one"), place.work("sampling-other"));
    try (Crossover servers =
        Crossover.start(kanban, jdk, halves, directories, this::launch, users, times)) {
      results.option("requestsOfWindows", servers.requestsOfWindow());
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < all.size(); i++) {
          Tried tried = all.get((i + round) % all.size());
          Progress.say("round %d of %d: %s", round + 1, rounds, tried.way.name);
          measure(tried, servers, directories);
        }
        results.clear().table(table(all)).write();
      }
      servers.end();
    }
    results.print();
  }

  private Launch launch(Path directory) throws IOException {
    return Launch.of("-Xmx1g", "-javaagent:" + place.gemba() + "=" + edit(directory, OFF));
  }

  private double settle(Way way) {
    return way.woven ? SETTLE_WOVEN_SECONDS : settle;
  }

  private void measure(Tried tried, Crossover servers, List<Path> directories) throws Exception {
    Map<String, Long> samples = samples(directories);
    Crossover.Effect effect =
        servers.measure(
            directory -> edit(directory, tried.way.yaml),
            directory -> edit(directory, OFF),
            settle(tried.way));
    tried.lost.add(effect.lostPercent());
    tried.cpuAdded.add(effect.cpuAddedPercent());
    Thread.sleep(TO_WRITE_MILLIS);
    Map<String, Long> taken = samples(directories);
    samples.forEach((kind, before) -> taken.merge(kind, -before, Long::sum));
    tried.samplesPerSecond.add(
        taken.values().stream().mapToLong(Long::longValue).sum() / effect.seconds());
    Set<String> missing = new TreeSet<>(tried.way.kinds);
    missing.removeIf(kind -> taken.getOrDefault(kind, 0L) > 0);
    tried.verdict =
        tried.verdict.and(
            missing.isEmpty()
                ? new Verdict(true, "samples of " + tried.way.kinds.size() + " kinds")
                : new Verdict(false, "no samples of " + missing));
  }

  private static Map<String, Long> samples(List<Path> directories) throws IOException {
    Map<String, Long> all = new HashMap<>();
    for (Path directory : directories) {
      GembaOutput.in(ServiceWays.output(directory))
          .samplesByKind()
          .forEach((kind, number) -> all.merge(kind, number, Long::sum));
    }
    return all;
  }

  /** The place of the config. */
  private static Path edit(Path directory, String profile) throws IOException {
    String yaml =
        """
        service: kanban
        %s
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(profile, ServiceWays.output(directory));
    Path next = Files.writeString(directory.resolve("next.yaml"), yaml);
    Path config = directory.resolve("gemba.yaml");
    return Files.move(
        next, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
          MedianInterval.text(tried.cpuAdded),
          Spread.of(tried.lost).text(1),
          MedianInterval.text(tried.lost),
          Spread.of(tried.samplesPerSecond).text(0),
          tried.verdict.shown());
    }
    return table;
  }
}
