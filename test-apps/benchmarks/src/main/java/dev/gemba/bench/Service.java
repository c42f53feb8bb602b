package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a service loses to an agent: servers under a closed loop of users, fresh JVMs, one way after
 * the other, round by round, each on data made anew. The load driver runs on the same machine; the
 * CPU time a request is the server's alone. The figure of a round is the ratio to the server
 * without an agent of the same round. The load that warms up server and driver is {@link #WARM_UPS}
 * times as long as the one that is measured, as the JIT needs longer with every byte that an agent
 * adds; what that costs is a figure of its own.
 */
final class Service {

  /** For the smoke run: the rest takes too long. */
  private static final List<String> QUICK = List.of(ServiceWays.NONE, "gemba");

  private static final int WARM_UPS = 3;

  /** What one server did; RSS in MB, CPU in microseconds a request. */
  private record Sample(
      double warmUpRate,
      double rate,
      double p50Millis,
      double p99Millis,
      double cpuMicros,
      double rssMb) {

    static final Sample FAILED =
        new Sample(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** What is known of one way of running a server. */
  private static final class Tried {
    private final StartWay way;
    private final List<Sample> samples = new ArrayList<>();
    private Verdict verdict = Verdict.NOT_NEEDED;

    Tried(StartWay way) {
      this.way = way;
    }

    boolean isNone() {
      return way.name().equals(ServiceWays.NONE);
    }
  }

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final int rounds;
  private final int seconds;
  private final int warmUpSeconds;
  private final int users;
  private final Map<Application, List<Tried>> all = new LinkedHashMap<>();

  Service(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    rounds = arguments.rounds(5);
    seconds = Math.max(1, (int) arguments.seconds(30, 1));
    warmUpSeconds = arguments.quick() ? seconds : WARM_UPS * seconds;
    users = arguments.threads(List.of(4)).get(0);
    List<Application> applications =
        List.of(new KanbanApplication(place), new ZipkinApplication(place));
    List<String> names = applications.stream().map(Application::name).toList();
    List<String> wayNames =
        ServiceWays.of(applications.get(0)).stream().map(StartWay::name).toList();
    arguments.checkOnly(Stream.concat(names.stream(), wayNames.stream()).toList());
    for (Application application : applications) {
      if (arguments.includes(application.name(), names)) {
        all.put(
            application,
            ServiceWays.of(application).stream()
                .filter(way -> isWanted(way.name(), wayNames))
                .map(Tried::new)
                .toList());
      }
    }
  }

  private boolean isWanted(String way, List<String> wayNames) {
    boolean left = arguments.quick() && !QUICK.contains(way);
    return way.equals(ServiceWays.NONE) || (arguments.includes(way, wayNames) && !left);
  }

  void run() throws Exception {
    Results results =
        new Results("service", arguments, place, jdk)
            .option("rounds", rounds)
            .option("warmUpSeconds", warmUpSeconds)
            .option("measureSeconds", seconds)
            .option("users", users);
    for (int round = 0; round < rounds; round++) {
      for (Application application : all.keySet()) {
        round(round, application);
      }
      results.clear();
      all.forEach((application, ways) -> results.table(table(application, ways)));
      results.write();
    }
    results.print();
  }

  private void round(int round, Application application) throws Exception {
    List<Tried> ways = all.get(application);
    for (int i = 0; i < ways.size(); i++) {
      Tried tried = ways.get((i + round) % ways.size());
      Progress.say(
          "round %d of %d, %s: %s", round + 1, rounds, application.name(), tried.way.name());
      try {
        tried.samples.add(sample(application, tried));
      } catch (IllegalStateException e) {
        Progress.say("%s failed: %s", tried.way.name(), e.getMessage());
        tried.verdict = tried.verdict.and(new Verdict(false, "a JVM failed"));
        tried.samples.add(Sample.FAILED);
      }
    }
  }

  private Sample sample(Application application, Tried tried) throws Exception {
    Path directory = place.work("service");
    Launch launch = tried.way.launcher().launch(place, directory).with("-Xmx1g");
    try (Application.Server server = application.start(jdk, directory, launch);
        Application.LoadDriver load =
            application.load(jdk, server, users, warmUpSeconds, seconds)) {
      long pid = server.jvm().pid();
      Application.WarmUp warmUp = load.warmUp();
      double cpuBefore = Proc.cpuMillis(pid);
      Application.LoadReport report = load.end();
      double cpu = Proc.cpuMillis(pid) - cpuBefore;
      double rss = Proc.rssMb(pid);
      server.jvm().terminate(Duration.ofMinutes(1));
      tried.verdict =
          tried.verdict.and(
              verdict(
                  directory,
                  warmUp.requests() + report.requests(),
                  warmUp.unexpected() + report.unexpected()));
      return new Sample(
          warmUp.requests() / (double) warmUpSeconds,
          report.rate(),
          report.p50Millis(),
          report.p99Millis(),
          1000 * cpu / report.requests(),
          rss);
    }
  }

  /** Each request leads to more than one call that Gemba watches. */
  private static Verdict verdict(Path directory, long requests, long unexpected)
      throws IOException {
    Verdict verdict = Verdict.between("answers that were not expected", unexpected, 0, 0);
    if (Files.exists(ServiceWays.output(directory))) {
      long calls = GembaOutput.in(ServiceWays.output(directory)).calls();
      verdict = verdict.and(Verdict.between("calls", calls, requests, Long.MAX_VALUE));
    }
    return verdict;
  }

  private Table table(Application application, List<Tried> ways) {
    Table table =
        new Table(
            "%s, %d users in a closed loop: × without an agent"
                .formatted(application.title(), users),
            "way",
            "requests a second",
            "p50",
            "p99",
            "CPU a request",
            "requests while warming up",
            "+ MB RSS",
            "verified");
    List<Sample> none = ways.stream().filter(Tried::isNone).findFirst().orElseThrow().samples;
    for (Tried tried : ways) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("application", application.name());
      figures.put("way", tried.way.name());
      List<String> cells = new ArrayList<>(List.of(tried.way.title()));
      cells.add(cell(figures, tried, none, "requestsPerSecond", Sample::rate, " /s"));
      cells.add(cell(figures, tried, none, "p50Millis", Sample::p50Millis, " ms"));
      cells.add(cell(figures, tried, none, "p99Millis", Sample::p99Millis, " ms"));
      cells.add(cell(figures, tried, none, "cpuMicrosPerRequest", Sample::cpuMicros, " µs"));
      cells.add(cell(figures, tried, none, "warmUpRequestsPerSecond", Sample::warmUpRate, " /s"));
      Spread rss = Spread.of(tried.samples.stream().map(Sample::rssMb).toList());
      Spread added = Spread.added(tried.samples, none, Sample::rssMb);
      figures.put("rssMb", rss.json());
      figures.put("addedRssMb", added.json());
      cells.add(tried.isNone() ? "(" + rss.text(0) + ")" : added.text(0));
      figures.put(Table.VERIFIED, tried.verdict.good());
      figures.put("verification", tried.verdict.text());
      cells.add(tried.verdict.shown());
      table.row(figures, cells.toArray(new String[0]));
    }
    return table;
  }

  private static String cell(
      Map<String, Object> figures,
      Tried tried,
      List<Sample> none,
      String name,
      ToDoubleFunction<Sample> figure,
      String unit) {
    Spread absolute = Spread.of(tried.samples.stream().map(figure::applyAsDouble).toList());
    Spread ratio = Spread.ratio(tried.samples, none, figure);
    figures.put(name, absolute.json());
    figures.put(name + ".ratio", ratio.json());
    return tried.isNone() ? "(" + absolute.text(2) + unit + ")" : ratio.text(3);
  }
}
