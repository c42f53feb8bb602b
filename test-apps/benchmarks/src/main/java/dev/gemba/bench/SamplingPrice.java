package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What Gemba's samples cost the kanban server. What is looked for is a hundredth, and two JVMs
 * differ by more than that, by what their JITs have made of them, as one does from itself a moment
 * later, by what it is asked and by what else the machine does. So two servers run side by side,
 * each with its load driver on one half of the CPUs, between which they change once a second, and
 * are asked the same in the same order; their configs are edited meanwhile, so that samples are
 * taken of some thousand requests in the one and of the same requests not in the other, and of the
 * next ones the other way round. What the JVMs differ by, what the requests cost, and what slows
 * down both, is then the same with samples and without: a crossover.
 *
 * <p>There is one user, as what boards cost depends on what others do meanwhile, which is never the
 * same. The compilers' time is left out: some seconds after minutes of nothing.
 *
 * <p>The first row is a switch to the same, and shows what the method cannot tell from nothing.
 */
final class SamplingPrice {

  private static final String OFF = "profile: off";
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

  /** So that a window has its requests from the first to the last. */
  private static final int PROGRESS_MILLIS = 100;

  private static final long POLL_MILLIS = 20;
  private static final int MARGIN_SHARE = 10;
  private static final Duration TO_END = Duration.ofMinutes(1);
  private static final Duration TO_ANSWER = Duration.ofMinutes(5);
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

  /** What a server has done up to a moment. */
  private record Moment(double nanos, long requests, double cpuMillis) {

    /** When, between two moments, so many requests were answered. */
    static Moment between(Moment before, Moment after, long requests) {
      double share = (double) (requests - before.requests) / (after.requests - before.requests);
      return new Moment(
          before.nanos + share * (after.nanos - before.nanos),
          requests,
          before.cpuMillis + share * (after.cpuMillis - before.cpuMillis));
    }
  }

  /** What so many requests took. */
  private record Window(double nanos, double cpuMillis) {
    static Window between(Moment from, Moment to) {
      return new Window(to.nanos - from.nanos, to.cpuMillis - from.cpuMillis);
    }
  }

  /** How many requests are waited for after an edit, and how many are then measured. */
  private record Lengths(long settling, long measured) {}

  /** A server that is under load, and may have its config edited. */
  private record Side(
      Path directory,
      Application.Server server,
      KanbanApplication.Driver driver,
      List<Long> compilers) {

    static Side of(Application.Server server, KanbanApplication.Driver driver) throws IOException {
      List<Long> compilers = new ArrayList<>();
      for (String name : List.of("C1 Compiler", "C2 Compiler")) {
        compilers.addAll(Proc.threads(server.jvm().pid(), name));
      }
      return new Side(server.directory(), server, driver, compilers);
    }

    void edit(String profile) throws IOException {
      SamplingPrice.edit(directory, profile);
    }

    Map<String, Long> samples() throws IOException {
      return GembaOutput.in(ServiceWays.output(directory)).samplesByKind();
    }

    /** What the requests took that came while each of the profiles was in force. */
    List<Window> play(long from, List<String> profiles, Lengths lengths) throws Exception {
      List<Window> windows = new ArrayList<>();
      long at = from;
      for (String profile : profiles) {
        when(at);
        edit(profile);
        Moment begin = when(at + lengths.settling);
        at += lengths.settling + lengths.measured;
        windows.add(Window.between(begin, when(at)));
      }
      return windows;
    }

    Moment now() throws IOException {
      long answered = driver.answered();
      long pid = server.jvm().pid();
      double cpuMillis = Proc.cpuMillis(pid);
      for (long compiler : compilers) {
        cpuMillis -= Proc.cpuMillis(pid, compiler);
      }
      return new Moment(System.nanoTime(), answered, cpuMillis);
    }

    /** Waits until so many requests are answered. */
    private Moment when(long requests) throws Exception {
      long until = System.nanoTime() + TO_ANSWER.toNanos();
      Moment last = now();
      Moment now = last;
      while (now.requests < requests) {
        if (!driver.jvm().isAlive() || System.nanoTime() > until) {
          throw driver.jvm().failure("the load has ended");
        }
        last = now.requests > last.requests ? now : last;
        Thread.sleep(POLL_MILLIS);
        now = now();
      }
      return now.requests == last.requests ? now : Moment.between(last, now, requests);
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
    Results results =
        new Results("sampling", arguments, place, jdk)
            .option("rounds", rounds)
            .option("secondsOfWindows", seconds)
            .option("users", users)
            .option("cpusOfServer", halves.size());
    int length = (int) Math.ceil(3 * rounds * all.size() * (settle + seconds + 3)) + 60;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Application.Server one = start("one", halves.first());
        Application.Server other = start("other", halves.second());
        KanbanApplication.Driver ofOne = load(one, halves.first(), length);
        KanbanApplication.Driver ofOther = load(other, halves.second(), length);
        Swapping swapping = Swapping.start(halves)) {
      for (long pid : List.of(one.jvm().pid(), ofOne.jvm().pid())) {
        swapping.add(pid, true);
      }
      for (long pid : List.of(other.jvm().pid(), ofOther.jvm().pid())) {
        swapping.add(pid, false);
      }
      Progress.say("warm-up");
      double rate =
          (double) Math.min(ofOne.warmUp().requests(), ofOther.warmUp().requests()) / warmUp();
      Lengths lengths = new Lengths((long) (rate * settle) + 1, (long) (rate * seconds) + 1);
      results.option("requestsOfWindows", lengths.measured);
      List<Side> sides = List.of(Side.of(one, ofOne), Side.of(other, ofOther));
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < all.size(); i++) {
          Tried tried = all.get((i + round) % all.size());
          Progress.say("round %d of %d: %s", round + 1, rounds, tried.way.name);
          // Each time the other one begins, so that what drifts is not held against samples.
          measure(tried, sides.get(round % 2), sides.get(1 - round % 2), lengths, threads);
        }
        results.clear().table(table(all)).write();
      }
      one.jvm().terminate(TO_END);
      other.jvm().terminate(TO_END);
    } finally {
      threads.shutdownNow();
    }
    results.print();
  }

  private Application.Server start(String name, List<Integer> cpus) throws Exception {
    Path directory = place.work("sampling-" + name);
    Path config = edit(directory, OFF);
    Launch launch =
        Launch.of(
            "-Xmx1g",
            // So that what they have used is known to the end.
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "-javaagent:" + place.gemba() + "=" + config);
    return kanban.start(jdk, directory, launch.startedBy("taskset", "-c", Halves.list(cpus)));
  }

  private KanbanApplication.Driver load(Application.Server server, List<Integer> cpus, int length)
      throws IOException {
    Launch driver = KanbanApplication.DRIVER.startedBy("taskset", "-c", Halves.list(cpus));
    return kanban.load(jdk, driver, server, users, warmUp(), length, PROGRESS_MILLIS);
  }

  private int warmUp() {
    return arguments.quick() ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS;
  }

  private void measure(
      Tried tried, Side first, Side second, Lengths lengths, ExecutorService threads)
      throws Exception {
    Map<String, Long> samples = samples(first, second);
    long from = levelled(first, second) + lengths.settling / MARGIN_SHARE + 1;
    String yaml = tried.way.yaml;
    Future<List<Window>> ofFirst =
        threads.submit(() -> first.play(from, List.of(yaml, OFF), lengths));
    Future<List<Window>> ofSecond =
        threads.submit(() -> second.play(from, List.of(OFF, yaml), lengths));
    Window firstOn = ofFirst.get().get(0);
    Window firstOff = ofFirst.get().get(1);
    Window secondOff = ofSecond.get().get(0);
    Window secondOn = ofSecond.get().get(1);
    tried.lost.add(
        100 * (1 - mean(firstOff.nanos / firstOn.nanos, secondOff.nanos / secondOn.nanos)));
    tried.cpuAdded.add(
        100
            * (mean(
                    firstOn.cpuMillis / firstOff.cpuMillis,
                    secondOn.cpuMillis / secondOff.cpuMillis)
                - 1));
    first.edit(OFF);
    second.edit(OFF);
    Thread.sleep(TO_WRITE_MILLIS);
    Map<String, Long> taken = samples(first, second);
    samples.forEach((kind, before) -> taken.merge(kind, -before, Long::sum));
    double on = (firstOn.nanos + secondOn.nanos) / NANOS;
    double sampled = on * (lengths.settling + lengths.measured) / lengths.measured;
    tried.samplesPerSecond.add(taken.values().stream().mapToLong(Long::longValue).sum() / sampled);
    Set<String> missing = new TreeSet<>(tried.way.kinds);
    missing.removeIf(kind -> taken.getOrDefault(kind, 0L) > 0);
    tried.verdict =
        tried.verdict.and(
            missing.isEmpty()
                ? new Verdict(true, "samples of " + tried.way.kinds.size() + " kinds")
                : new Verdict(false, "no samples of " + missing));
  }

  /**
   * Has the one that is ahead wait for the other, so that both are asked the same at the same time.
   *
   * @return how many requests both have answered, about
   */
  private static long levelled(Side one, Side other) throws Exception {
    boolean ahead = one.now().requests > other.now().requests;
    Side waiting = ahead ? one : other;
    waiting.driver.jvm().pause();
    Thread.sleep(PROGRESS_MILLIS);
    long level = waiting.now().requests;
    (ahead ? other : one).when(level);
    waiting.driver.jvm().goOn();
    return level;
  }

  private static Map<String, Long> samples(Side one, Side other) throws IOException {
    Map<String, Long> all = new HashMap<>(one.samples());
    other.samples().forEach((kind, number) -> all.merge(kind, number, Long::sum));
    return all;
  }

  private static double mean(double ratio, double other) {
    return Math.sqrt(ratio * other);
  }

  /** The place of the config. */
  private static Path edit(Path directory, String profile) throws IOException {
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
