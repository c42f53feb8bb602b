package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Gemba costs the kanban server for what it weaves there, its samples, and all of it: some
 * hundredths, where what else the machine does makes one second dearer than another by more, but
 * never cheaper. So two servers are each asked for the same again and again ({@link CycledServer}),
 * their configs are edited meanwhile, and what counts of the threads that answer are their cheap
 * quarters of a second. What other threads do (Gemba's own, the garbage collector) comes in turns,
 * so of these all counts.
 *
 * <p>A figure is what a cycle costs with something switched on beside the mean of before and after.
 * The first row is a switch to the same, and shows what the method cannot tell from nothing.
 */
final class CyclePrice {

  /** For an edit to be seen, methods to be woven or given back, and compiled again. */
  private static final double SETTLE_SECONDS = 30;

  /** For an edit to be seen, and a session to begin or to end. */
  private static final double SETTLE_SAMPLES_SECONDS = 8;

  private static final double QUICK_SETTLE_SECONDS = 6;

  /** For what was recorded to be written. */
  private static final double TO_WRITE_SECONDS = 2.5;

  private static final double WARM_UP_SECONDS = 120;
  private static final double QUICK_WARM_UP_SECONDS = 2;

  /** What a way came to in one round of one server, in percent of what a cycle costs without. */
  private record Added(double all, double answering, double others) {
    static Added of(CycledServer.Price with, CycledServer.Price without) {
      return new Added(
          100 * (with.all() / without.all() - 1),
          100 * (with.answering() - without.answering()) / without.all(),
          100 * (with.others() - without.others()) / without.all());
    }
  }

  /** What a way came to, for both servers. */
  private static final class Tried {
    private final LiveConfig way;
    private final List<Added> added = new ArrayList<>();
    private Verdict verdict = Verdict.NOT_NEEDED;

    Tried(LiveConfig way) {
      this.way = way;
    }

    void add(Added figures, Verdict one) {
      added.add(figures);
      verdict = verdict.and(one);
    }
  }

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final KanbanApplication kanban;
  private final Halves halves;
  private final int rounds;
  private final double seconds;

  /** Guards what the two servers' threads find. */
  private final Object lock = new Object();

  CyclePrice(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    kanban = new KanbanApplication(place);
    halves = Halves.ofThisProcess();
    rounds = arguments.rounds(5);
    seconds = arguments.seconds(20, 1);
  }

  /** All ways; the last one is what the server's own config says, but where it goes. */
  private static List<LiveConfig> ways(Place place) throws IOException {
    String config = Files.readString(place.kanbanConfig());
    String targets = config.substring(config.indexOf("targets:"), config.indexOf("exporters:"));
    return List.of(
        LiveConfig.NOTHING,
        LiveConfig.PROFILE,
        new LiveConfig(
            "targets",
            "the server's targets",
            LiveConfig.NOTHING.settings() + "\n" + targets,
            true,
            Set.of()),
        new LiveConfig("packs", "packs", "profile: off\noverhead: off", true, Set.of()),
        new LiveConfig(
            "whole",
            "the profile, packs and the server's targets",
            "sampling: { keep: 10% }\n" + targets,
            true,
            Set.of("cpu", "alloc")));
  }

  void run() throws Exception {
    List<Tried> all =
        arguments.chosen(ways(place), LiveConfig::name, "whole").stream().map(Tried::new).toList();
    Results results =
        new Results("cycle", arguments, place, jdk)
            .option("rounds", rounds)
            .option("secondsOfBlocks", seconds)
            .option("cpusOfServer", halves.size());
    List<Path> directories = List.of(place.work("cycle-one"), place.work("cycle-other"));
    Duet.play(
        halves,
        side -> play(side, directories.get(0), all, results),
        side -> play(side, directories.get(1), all, results));
    results.print();
  }

  /** One server, from its start to its end. */
  private Void play(Duet.Side side, Path directory, List<Tried> all, Results results)
      throws Exception {
    Launch launch = LiveConfig.NOTHING.launch(place, directory).with(JvmCpu.KEEPING_JIT_THREADS);
    try (Application.Server server = kanban.start(jdk, directory, side.launch(launch))) {
      side.has(server.jvm());
      CycledServer cycled = new CycledServer(server);
      cycled.ask(arguments.quick() ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS);
      CycledServer.Price before = cycled.measure(seconds);
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < all.size(); i++) {
          Tried tried = all.get((i + round) % all.size());
          Progress.say("round %d of %d: %s", round + 1, rounds, tried.way.name());
          before = measure(tried, cycled, directory, before);
          synchronized (lock) {
            results.clear().table(table(all)).write();
          }
        }
      }
      return null;
    }
  }

  /**
   * Switches it on and off again.
   *
   * @return what a cycle cost after that
   */
  private CycledServer.Price measure(
      Tried tried, CycledServer cycled, Path directory, CycledServer.Price before)
      throws IOException, InterruptedException {
    double settle = settle(tried.way);
    LiveConfig.Seen earlier = LiveConfig.Seen.by(directory);
    tried.way.edit(directory);
    cycled.ask(settle);
    // Operations come and go with an edit, and samples come every five seconds.
    long calls = LiveConfig.Seen.by(directory).calls();
    CycledServer.Price with = cycled.measure(seconds);
    cycled.ask(TO_WRITE_SECONDS);
    LiveConfig.Seen begun = new LiveConfig.Seen(earlier.samples(), calls);
    Verdict verdict = tried.way.check(LiveConfig.Seen.by(directory).minus(begun));
    LiveConfig.NOTHING.edit(directory);
    cycled.ask(settle);
    CycledServer.Price after = cycled.measure(seconds);
    synchronized (lock) {
      tried.add(Added.of(with, CycledServer.Price.mean(before, after)), verdict);
    }
    return after;
  }

  private double settle(LiveConfig way) {
    if (arguments.quick()) {
      return QUICK_SETTLE_SECONDS;
    }
    return way.woven() ? SETTLE_SECONDS : SETTLE_SAMPLES_SECONDS;
  }

  private Table table(List<Tried> all) {
    Table table =
        new Table(
            "%s, asked for the same again and again, on %d CPU"
                .formatted(kanban.title(), halves.size()),
            "switched on",
            "CPU added, %",
            "95 % interval of the median",
            "of that: threads that answer",
            "all others",
            "verified");
    for (Tried tried : all) {
      List<Double> added = tried.added.stream().map(Added::all).toList();
      Spread answering = Spread.of(tried.added.stream().map(Added::answering).toList());
      Spread others = Spread.of(tried.added.stream().map(Added::others).toList());
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("way", tried.way.name());
      figures.put("cpuAddedPercent", Spread.of(added).json());
      figures.put("answeringPercent", answering.json());
      figures.put("othersPercent", others.json());
      figures.put("each", added);
      figures.put(Table.VERIFIED, tried.verdict.good());
      figures.put("verification", tried.verdict.text());
      table.row(
          figures,
          tried.way.title(),
          Spread.of(added).text(1),
          MedianInterval.text(added),
          answering.text(1),
          others.text(1),
          tried.verdict.shown());
    }
    return table;
  }
}
