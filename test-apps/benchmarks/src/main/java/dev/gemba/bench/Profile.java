package dev.gemba.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What sampling profilers cost the kanban server: throughput lost, CPU time added to a request, RSS
 * added. What is looked for is a hundredth, and two JVMs that run one after the other differ by
 * more than that, by what else the machine does. So a pair runs side by side, each server with its
 * load driver on one half of the CPUs, and what slows down the one slows down the other at the same
 * moment ("duet benchmarking", Bulej et al., ICPE 2020); once a second they change sides. A half is
 * kept busy by a closed loop of users, so that whatever a profiler needs, in threads of its own as
 * well, is lost to requests.
 *
 * <p>Both servers are asked for the same requests in the same order, and go on being asked until
 * the other is measured too. How many is found out before: as many as one without an agent answers
 * in the time. The {@link #WARM_UPS} times as many that go before warm up server and driver, and
 * leave profilers at their steady pace: what was sampled at the end of them is read and sent in the
 * measured time, as what is sampled at the end of that is read after it.
 *
 * <p>The JIT makes every JVM another one, which is what is left between pairs; against that there
 * are rounds. The first row, of two servers without an agent, shows how much it is.
 */
final class Profile {

  private static final int WARM_UPS = 4;
  private static final int QUICK_REQUESTS = 100;

  /** Directories of the two sides. */
  private static final String WAY = "profile-way";

  private static final String BASE = "profile-base";

  /** For the smoke run: one pair. */
  private static final String QUICK = ProfileWays.DEFAULT;

  /** What is known of one way. */
  private static final class Tried {
    private final ProfileWay way;
    private final List<ProfilePair> pairs = new ArrayList<>();
    private Verdict verdict = Verdict.NOT_NEEDED;

    Tried(ProfileWay way) {
      this.way = way;
    }

    List<Double> figures(ToDoubleFunction<ProfilePair> figure) {
      return pairs.stream().map(figure::applyAsDouble).toList();
    }
  }

  /** How to load: so many requests, after so many others. */
  private record Load(long warmUp, long requests) {}

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final KanbanApplication kanban;
  private final Halves halves;
  private final int rounds;
  private final int seconds;
  private final int users;

  Profile(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    kanban = new KanbanApplication(place);
    halves = Halves.ofThisProcess();
    rounds = arguments.rounds(10);
    seconds = Math.max(1, (int) arguments.seconds(15, 1));
    users = arguments.threads(List.of(4)).get(0);
  }

  void run() throws Exception {
    try (PyroscopeServer pyroscope = PyroscopeServer.start()) {
      List<ProfileWay> ways = ProfileWays.of(kanban, pyroscope);
      List<Tried> all =
          arguments.chosen(ways, ProfileWay::name, QUICK).stream().map(Tried::new).toList();
      measure(ways.get(0), all);
    }
  }

  private void measure(ProfileWay none, List<Tried> all) throws Exception {
    Load load = load();
    Results results =
        new Results("profile", arguments, place, jdk)
            .option("rounds", rounds)
            .option("warmUpRequests", load.warmUp)
            .option("requests", load.requests)
            .option("users", users)
            .option("cpusOfServer", halves.size());
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < all.size(); i++) {
        Tried tried = all.get((i + round) % all.size());
        Progress.say("round %d of %d: %s", round + 1, rounds, tried.way.name());
        pair(tried, none, load);
      }
      results.clear().table(table(all)).write();
    }
    results.print();
  }

  /** As much as two servers without an agent answer in the time, side by side. */
  private Load load() throws Exception {
    if (arguments.quick()) {
      return new Load(QUICK_REQUESTS, QUICK_REQUESTS);
    }
    Progress.say("how many requests take %d s", seconds);
    List<Load> answered =
        Duet.play(
            halves,
            side -> answeredInTime(side, place.work(WAY)),
            side -> answeredInTime(side, place.work(BASE)));
    return new Load(
        answered.stream().mapToLong(Load::warmUp).min().orElseThrow(),
        answered.stream().mapToLong(Load::requests).min().orElseThrow());
  }

  private Load answeredInTime(Duet.Side side, Path directory) throws Exception {
    try (Application.Server server = start(side, directory, Launch.PLAIN);
        KanbanApplication.Driver driver =
            kanban.load(
                jdk,
                side.launch(KanbanApplication.DRIVER),
                server,
                users,
                WARM_UPS * seconds,
                seconds,
                KanbanApplication.PROGRESS_MILLIS)) {
      side.has(driver.jvm());
      long warmUp = driver.warmUp().requests();
      return new Load(warmUp, driver.end().requests());
    }
  }

  private void pair(Tried tried, ProfileWay base, Load load) throws Exception {
    Path directory = place.work(WAY);
    Path baseDirectory = place.work(BASE);
    try {
      List<ProfilePair.Side> sides =
          Duet.play(
              halves,
              side -> profiled(tried.way, load, side, directory),
              side -> profiled(base, load, side, baseDirectory));
      tried.pairs.add(new ProfilePair(sides.get(0), sides.get(1)));
      tried.verdict = tried.verdict.and(tried.way.check().of(directory));
    } catch (IllegalStateException e) {
      Progress.say("%s failed: %s", tried.way.name(), e.getMessage());
      tried.verdict = tried.verdict.and(new Verdict(false, "a JVM failed"));
    }
  }

  private ProfilePair.Side profiled(ProfileWay way, Load load, Duet.Side side, Path directory)
      throws Exception {
    Launch launch = way.launcher().launch(place, directory);
    try (Application.Server server = start(side, directory, launch);
        KanbanApplication.Driver driver =
            kanban.loadEvenly(
                jdk,
                side.launch(KanbanApplication.DRIVER),
                server,
                users,
                load.warmUp,
                load.requests)) {
      side.has(driver.jvm());
      ProfilePair.Side measured = ProfilePair.Side.measure(server.jvm().pid(), driver, side.cpus());
      side.meet();
      driver.jvm().close();
      server.jvm().terminate(Duration.ofMinutes(1));
      return measured;
    }
  }

  /** Waits until both servers answer. */
  private Application.Server start(Duet.Side side, Path directory, Launch launch) throws Exception {
    Application.Server server =
        kanban.start(
            jdk, directory, side.launch(launch.with("-Xmx1g", JvmCpu.KEEPING_JIT_THREADS)));
    side.has(server.jvm());
    side.meet();
    return server;
  }

  private Table table(List<Tried> all) {
    Table table =
        new Table(
            "%s, %d users in a closed loop, a server and its load driver on %d CPU"
                .formatted(kanban.title(), users, halves.size()),
            "way",
            "throughput lost, %",
            "95 % interval of the median",
            "CPU a request added, %",
            "95 % interval of the median",
            "+ MB RSS",
            "a chunk read, ms of CPU",
            "CPUs busy, %",
            "verified");
    for (Tried tried : all) {
      List<Double> lost = tried.figures(ProfilePair::lostPercent);
      List<Double> cpu = tried.figures(ProfilePair::cpuAddedPercent);
      Spread rss = Spread.of(tried.figures(ProfilePair::rssAddedMb));
      Spread reading = Spread.of(tried.figures(ProfilePair::readingMillis));
      Spread busy = Spread.of(tried.figures(ProfilePair::busyPercent));
      table.row(
          figures(tried),
          tried.way.title(),
          Spread.of(lost).text(1),
          MedianInterval.text(lost),
          Spread.of(cpu).text(1),
          MedianInterval.text(cpu),
          rss.text(0),
          reading.median() == 0 ? "" : reading.text(1),
          busy.text(0),
          tried.verdict.shown());
    }
    return table;
  }

  private static Map<String, Object> figures(Tried tried) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("way", tried.way.name());
    figures.put("throughputLostPercent", Spread.of(tried.figures(ProfilePair::lostPercent)).json());
    figures.put("cpuAddedPercent", Spread.of(tried.figures(ProfilePair::cpuAddedPercent)).json());
    figures.put("addedRssMb", Spread.of(tried.figures(ProfilePair::rssAddedMb)).json());
    figures.put(
        "readingMillisPerChunk", Spread.of(tried.figures(ProfilePair::readingMillis)).json());
    figures.put("pairs", tried.pairs.stream().map(ProfilePair::json).toList());
    figures.put(Table.VERIFIED, tried.verdict.good());
    figures.put("verification", tried.verdict.text());
    return figures;
  }
}
