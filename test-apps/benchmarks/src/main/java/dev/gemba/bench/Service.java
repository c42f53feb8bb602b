package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service loses to an agent: the kanban server under a closed loop of users, fresh JVMs, one
 * way after the other, round by round, each on data made anew. The load driver runs on the same
 * machine; the CPU time a request is the server's alone. The figure of a round is the ratio to the
 * server without an agent of the same round.
 */
final class Service {

  private static final int TASKS = 200;
  private static final Duration TO_START = Duration.ofMinutes(1);
  private static final Pattern LISTENING = Pattern.compile("kanban: listening on (http:\\S*[0-9])");

  /** For the smoke run: the rest takes too long. */
  private static final List<String> QUICK = List.of(ServiceWays.NONE, "gemba", "gemba-all");

  /** What one server did; RSS in MB, CPU in microseconds a request. */
  private record Sample(
      double rate, double p50Millis, double p99Millis, double cpuMicros, double rssMb) {}

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final int rounds;
  private final int seconds;
  private final int users;
  private final List<StartWay> ways = new ArrayList<>();
  private final Map<StartWay, List<Sample>> samples = new LinkedHashMap<>();
  private final Map<StartWay, Verdict> verdicts = new LinkedHashMap<>();

  Service(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    rounds = arguments.rounds(5);
    seconds = Math.max(1, (int) arguments.seconds(20, 1));
    users = arguments.threads(List.of(4)).get(0);
    arguments.checkOnly(ServiceWays.all().stream().map(StartWay::name).toList());
    for (StartWay way : ServiceWays.all()) {
      boolean wanted = arguments.includes(way.name());
      if (arguments.quick()) {
        wanted &= QUICK.contains(way.name());
      }
      if (wanted || way.name().equals(ServiceWays.NONE)) {
        ways.add(way);
      }
    }
  }

  void run() throws Exception {
    Results results =
        new Results("service", arguments, place, jdk)
            .option("rounds", rounds)
            .option("warmUpSeconds", seconds)
            .option("measureSeconds", seconds)
            .option("users", users)
            .option("tasks", TASKS);
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < ways.size(); i++) {
        StartWay way = ways.get((i + round) % ways.size());
        Progress.say("round %d of %d: %s", round + 1, rounds, way.name());
        samples.computeIfAbsent(way, unused -> new ArrayList<>()).add(sample(way));
      }
      results.clear().table(table()).write();
    }
    results.print();
  }

  private Sample sample(StartWay way) throws Exception {
    Path directory = place.work("service");
    Path data = directory.resolve("data");
    Path load = Files.createDirectories(directory.resolve("load"));
    kanban(load, "generate", "--data", data, "--tasks", TASKS).end(TO_START);
    List<String> serve = program("serve", "--port", 0, "--data", data);
    Launch launch = way.launcher().launch(place, directory).with("-Xmx1g");
    try (ForkedJvm server = ForkedJvm.start(jdk, directory, launch, serve)) {
      String url = url(server);
      drive(load, url);
      double cpuBefore = Proc.cpuMillis(server.pid());
      JsonNode report = drive(load, url);
      double cpu = Proc.cpuMillis(server.pid()) - cpuBefore;
      double rss = Proc.rssMb(server.pid());
      server.terminate(Duration.ofMinutes(1));
      long requests = report.path("requests").asLong();
      verify(way, directory, requests, report.path("unexpected").asLong());
      return new Sample(
          report.path("rate").asDouble(),
          report.path("latencyMillis").path("p50").asDouble(),
          report.path("latencyMillis").path("p99").asDouble(),
          1000 * cpu / requests,
          rss);
    }
  }

  private static String url(ForkedJvm server) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TO_START.toNanos();
    while (true) {
      Matcher listening = LISTENING.matcher(server.printed());
      if (listening.find()) {
        return listening.group(1);
      }
      if (!server.isAlive() || System.nanoTime() - deadline > 0) {
        throw server.failure("did not listen");
      }
      Thread.sleep(20);
    }
  }

  /** Warms up, or measures: the load is the same. */
  private JsonNode drive(Path directory, String url) throws Exception {
    Path report = directory.resolve("load.json");
    kanban(
            directory,
            "load",
            "--url",
            url,
            "--seconds",
            seconds,
            "--threads",
            users,
            "--json",
            report)
        .end(TO_START.plusSeconds(seconds));
    return new ObjectMapper().readTree(report.toFile());
  }

  private ForkedJvm kanban(Path directory, Object... arguments) throws IOException {
    return ForkedJvm.start(jdk, directory, Launch.of("-Xmx512m"), program(arguments));
  }

  private List<String> program(Object... arguments) {
    List<String> program = new ArrayList<>(List.of("-jar", place.kanban().toString()));
    for (Object argument : arguments) {
      program.add(argument.toString());
    }
    return program;
  }

  /** Each request leads to more than one call that Gemba watches. */
  private void verify(StartWay way, Path directory, long requests, long unexpected)
      throws IOException {
    Verdict verdict = Verdict.between("answers that were not expected", unexpected, 0, 0);
    if (Files.exists(ServiceWays.output(directory))) {
      long calls = GembaOutput.in(ServiceWays.output(directory)).calls();
      verdict = verdict.and(Verdict.between("calls", calls, requests, Long.MAX_VALUE));
    }
    verdicts.merge(way, verdict, Verdict::and);
  }

  private Table table() {
    Table table =
        new Table(
            "kanban server, %d users in a closed loop: × without an agent".formatted(users),
            "way",
            "requests a second",
            "p50",
            "p99",
            "CPU a request",
            "+ MB RSS",
            "verified");
    for (StartWay way : samples.keySet()) {
      boolean none = way.name().equals(ServiceWays.NONE);
      Verdict verdict = verdicts.get(way);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("way", way.name());
      List<String> cells = new ArrayList<>(List.of(way.title()));
      cells.add(cell(figures, way, none, "requestsPerSecond", Sample::rate, " /s"));
      cells.add(cell(figures, way, none, "p50Millis", Sample::p50Millis, " ms"));
      cells.add(cell(figures, way, none, "p99Millis", Sample::p99Millis, " ms"));
      cells.add(cell(figures, way, none, "cpuMicrosPerRequest", Sample::cpuMicros, " µs"));
      Spread rss = Spread.of(samples.get(way).stream().map(Sample::rssMb).toList());
      Spread added = Spread.added(samples.get(way), none(), Sample::rssMb);
      figures.put("rssMb", rss.json());
      figures.put("addedRssMb", added.json());
      cells.add(none ? "(" + rss.text(0) + ")" : added.text(0));
      figures.put("verified", verdict.good());
      figures.put("verification", verdict.text());
      cells.add((verdict.good() ? "" : "WRONG: ") + verdict.text());
      table.row(figures, cells.toArray(new String[0]));
    }
    return table;
  }

  private String cell(
      Map<String, Object> figures,
      StartWay way,
      boolean none,
      String name,
      ToDoubleFunction<Sample> figure,
      String unit) {
    List<Sample> these = samples.get(way);
    Spread absolute = Spread.of(these.stream().map(figure::applyAsDouble).toList());
    Spread ratio = Spread.ratio(these, none(), figure);
    figures.put(name, absolute.json());
    figures.put(name + ".ratio", ratio.json());
    return none ? "(" + absolute.text(2) + unit + ")" : ratio.text(3);
  }

  private List<Sample> none() {
    return samples.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(ServiceWays.NONE))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }
}
