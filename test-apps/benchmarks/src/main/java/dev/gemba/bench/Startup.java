package dev.gemba.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it costs to start with an agent: fresh JVMs, one way after the other, round by round. The
 * figure of a round is the difference to the JVM without an agent of the same round.
 *
 * <p>Hello world: until its line is read, and the CPU time of the whole process. The web
 * application: until the first answer, the CPU time until then, and once it has settled, the memory
 * in RAM and the heap in use after a collection. The attach to a running one: {@link LiveAttach}.
 */
final class Startup {

  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final String PAGE = "/products";
  private static final int REQUESTS = 20;
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

  /** For the smoke run: the rest takes too long. */
  private static final List<String> QUICK =
      List.of(StartWays.NONE, StartWays.GEMBA_WEAVING, "gemba-attach");

  /** Those that tell how often the page was asked for. */
  private static final List<String> COUNTING =
      List.of(StartWays.GEMBA_WEAVING, StartWays.GEMBA_PACKS);

  /** What one JVM cost; not a number where it was not measured. */
  private record Sample(double wallMillis, double cpuMillis, double rssMb, double heapMb) {}

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final int rounds;
  private final int helloRounds;
  private final long settleMillis;
  private final List<StartWay> ways = new ArrayList<>();
  private final Map<String, Map<StartWay, List<Sample>>> samples = new LinkedHashMap<>();
  private final Map<StartWay, List<LiveAttach.Sample>> attached = new LinkedHashMap<>();
  private final Map<StartWay, Verdict> verdicts = new LinkedHashMap<>();

  Startup(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    rounds = arguments.rounds(5);
    helloRounds = arguments.quick() ? 1 : 3 * rounds;
    settleMillis = (long) (1000 * arguments.seconds(5, 0.2));
    arguments.checkOnly(StartWays.all().stream().map(StartWay::name).toList());
    for (StartWay way : StartWays.all()) {
      boolean wanted = arguments.includes(way.name());
      if (arguments.quick()) {
        wanted &= QUICK.contains(way.name());
      }
      if (way.runsOn(jdk) && (wanted || way.name().equals(StartWays.NONE))) {
        ways.add(way);
      }
    }
  }

  void run() throws Exception {
    Results results =
        new Results("startup", arguments, place, jdk)
            .option("rounds", rounds)
            .option("helloRounds", helloRounds)
            .option("settleSeconds", settleMillis / 1000.0);
    for (int round = 0; round < helloRounds; round++) {
      round(round, helloRounds, StartWay.HELLO);
    }
    for (int round = 0; round < rounds; round++) {
      round(round, rounds, StartWay.WEB);
      results.clear().table(hello()).table(web()).write();
    }
    for (int round = 0; round < rounds; round++) {
      attachRound(round);
    }
    if (!attached.isEmpty()) {
      results.table(live()).write();
    }
    results.print();
  }

  private void round(int round, int of, String application) throws Exception {
    List<StartWay> these =
        ways.stream().filter(way -> way.applications().contains(application)).toList();
    Progress.say("round %d of %d: %s", round + 1, of, application);
    for (int i = 0; i < these.size(); i++) {
      StartWay way = these.get((i + round) % these.size());
      Sample sample = measure(application, way);
      samples
          .computeIfAbsent(application, unused -> new LinkedHashMap<>())
          .computeIfAbsent(way, unused -> new ArrayList<>())
          .add(sample);
    }
  }

  private void attachRound(int round) throws Exception {
    for (StartWay way : ways) {
      if (way.applications().contains(StartWay.LIVE)) {
        Progress.say("round %d of %d: %s", round + 1, rounds, way.name());
        attached
            .computeIfAbsent(way, unused -> new ArrayList<>())
            .add(LiveAttach.measure(jdk, place, way));
      }
    }
  }

  /** One JVM; if it fails, that is said, and the others go on. */
  private Sample measure(String application, StartWay way) throws Exception {
    try {
      return application.equals(StartWay.HELLO) ? hello(way) : web(way);
    } catch (IllegalStateException e) {
      Progress.say("%s failed: %s", way.name(), e.getMessage());
      verdicts.merge(way, new Verdict(false, "a JVM failed"), Verdict::and);
      return new Sample(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
  }

  private Sample hello(StartWay way) throws Exception {
    Path directory = place.work("startup");
    Launch launch = way.launcher().launch(place, directory);
    double cpuBefore = Proc.endedChildrenCpuMillis();
    long start = System.nanoTime();
    Process process =
        ForkedJvm.builder(jdk, directory, launch, ForkedJvm.workload(place, "Hello"))
            .redirectErrorStream(true)
            .start();
    long line = 0;
    StringBuilder printed = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        if (text.equals("hello")) {
          line = System.nanoTime();
        }
        printed.append(text).append('\n');
      }
    }
    if (!process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)
        || process.exitValue() != 0
        || line == 0) {
      process.destroyForcibly();
      throw new IllegalStateException("hello world did not work under " + way.name() + printed);
    }
    double cpu = Proc.endedChildrenCpuMillis() - cpuBefore;
    return new Sample((line - start) / 1e6, cpu, Double.NaN, Double.NaN);
  }

  private Sample web(StartWay way) throws Exception {
    Path directory = place.work("startup");
    int port = WebClient.freePort();
    List<String> program = List.of("-jar", place.webapp().toString(), "--server.port=" + port);
    Launch launch = way.launcher().launch(place, directory).with("-Xmx512m");
    WebClient client = new WebClient(port);
    long start = System.nanoTime();
    try (ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, program)) {
      while (!client.has(PAGE)) {
        if (!jvm.isAlive() || System.nanoTime() - start > AT_MOST.toNanos()) {
          throw jvm.failure("did not answer");
        }
        Thread.sleep(2);
      }
      double wall = (System.nanoTime() - start) / 1e6;
      double cpu = Proc.cpuMillis(jvm.pid());
      int answered = 1;
      for (int i = 0; i < REQUESTS; i++) {
        answered += client.has(PAGE) ? 1 : 0;
      }
      Thread.sleep(settleMillis);
      double rss = Proc.rssMb(jvm.pid());
      double heap = heapMb(jvm.pid());
      jvm.terminate(Duration.ofSeconds(30));
      if (COUNTING.contains(way.name())) {
        long calls = GembaOutput.in(directory.resolve("gemba")).calls(StartWays.COUNTED);
        verdicts.merge(way, Verdict.equal("requests", calls, answered), Verdict::and);
      }
      return new Sample(wall, cpu, rss, heap);
    }
  }

  private double heapMb(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    Matcher used = HEAP_USED.matcher(jcmd(pid, "GC.heap_info"));
    return used.find() ? Long.parseLong(used.group(1)) / 1024.0 : Double.NaN;
  }

  private String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(jdk.jcmd(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private Table hello() {
    Table table = new Table("hello world: what starting costs", "way", "+ ms wall", "+ ms CPU");
    Map<StartWay, List<Sample>> all = samples.get(StartWay.HELLO);
    for (StartWay way : all.keySet()) {
      Figures figures = new Figures(all, way);
      boolean none = way.name().equals(StartWays.NONE);
      table.row(
          figures.json(Verdict.NOT_NEEDED),
          way.title(),
          none ? "(" + figures.wall.text(0) + ")" : figures.addedWall.text(0),
          none ? "(" + figures.cpu.text(0) + ")" : figures.addedCpu.text(0));
    }
    return table;
  }

  private Table web() {
    Table table =
        new Table(
            "web application on Spring Boot: until the first answer, and once settled",
            "way",
            "+ ms wall",
            "+ ms CPU",
            "+ MB RSS",
            "+ MB heap after GC",
            "verified");
    Map<StartWay, List<Sample>> all = samples.get(StartWay.WEB);
    for (StartWay way : all.keySet()) {
      Figures figures = new Figures(all, way);
      boolean none = way.name().equals(StartWays.NONE);
      Verdict verdict = verdicts.getOrDefault(way, new Verdict(true, ""));
      table.row(
          figures.json(verdict),
          way.title(),
          none ? "(" + figures.wall.text(0) + ")" : figures.addedWall.text(0),
          none ? "(" + figures.cpu.text(0) + ")" : figures.addedCpu.text(0),
          none ? "(" + figures.rss.text(0) + ")" : figures.addedRss.text(0),
          none ? "(" + figures.heap.text(1) + ")" : figures.addedHeap.text(1),
          verdict.text());
    }
    return table;
  }

  private Table live() {
    Table table =
        new Table(
            "attach to the running web application, one request after the other",
            "way",
            "ms to first data",
            "ms of the slowest answer before",
            "ms of the slowest answer meanwhile");
    attached.forEach(
        (way, these) -> {
          Spread data = Spread.of(these.stream().map(LiveAttach.Sample::dataMillis).toList());
          Spread before =
              Spread.of(these.stream().map(LiveAttach.Sample::worstBeforeMillis).toList());
          Spread worst = Spread.of(these.stream().map(LiveAttach.Sample::worstMillis).toList());
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("way", way.name());
          json.put("firstDataMillis", data.json());
          json.put("slowestAnswerBeforeMillis", before.json());
          json.put("slowestAnswerMillis", worst.json());
          table.row(json, way.title(), data.text(0), before.text(0), worst.text(0));
        });
    return table;
  }

  /** All figures of one way. */
  private static final class Figures {

    private final StartWay way;
    private final Spread wall;
    private final Spread cpu;
    private final Spread rss;
    private final Spread heap;
    private final Spread addedWall;
    private final Spread addedCpu;
    private final Spread addedRss;
    private final Spread addedHeap;

    Figures(Map<StartWay, List<Sample>> all, StartWay way) {
      this.way = way;
      List<Sample> these = all.get(way);
      List<Sample> none =
          all.entrySet().stream()
              .filter(entry -> entry.getKey().name().equals(StartWays.NONE))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseThrow();
      wall = Spread.of(these.stream().map(Sample::wallMillis).toList());
      cpu = Spread.of(these.stream().map(Sample::cpuMillis).toList());
      rss = Spread.of(these.stream().map(Sample::rssMb).toList());
      heap = Spread.of(these.stream().map(Sample::heapMb).toList());
      addedWall = Spread.added(these, none, Sample::wallMillis);
      addedCpu = Spread.added(these, none, Sample::cpuMillis);
      addedRss = Spread.added(these, none, Sample::rssMb);
      addedHeap = Spread.added(these, none, Sample::heapMb);
    }

    Map<String, Object> json(Verdict verdict) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("way", way.name());
      json.put("wallMillis", wall.json());
      json.put("cpuMillis", cpu.json());
      json.put("rssMb", rss.json());
      json.put("heapAfterGcMb", heap.json());
      json.put("addedWallMillis", addedWall.json());
      json.put("addedCpuMillis", addedCpu.json());
      json.put("addedRssMb", addedRss.json());
      json.put("addedHeapAfterGcMb", addedHeap.json());
      json.put("verification", verdict.text());
      return json;
    }
  }
}
