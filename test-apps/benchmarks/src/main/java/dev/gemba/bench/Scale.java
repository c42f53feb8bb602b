package dev.gemba.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How what Gemba costs grows: with woven methods that share an operation or have one each, with
 * threads, and with live re-aims. Each figure is the difference between a JVM with Gemba and one
 * without, run one after the other, and for each series the exponent of the growth is fitted.
 */
final class Scale {

  private static final Duration AT_MOST = Duration.ofMinutes(5);
  private static final int PLATFORM_CALLS = 20_000_000;
  private static final int VIRTUAL_CALLS_EACH = 100;
  private static final int FIRST_VIRTUAL_JDK = 21;
  private static final String SHARED = "    operation: shared\n";

  /** Sizes and, for each, what one round found: name of the figure to value. */
  private static final class Series {

    private final Map<Integer, List<Map<String, Double>>> rounds = new TreeMap<>();

    void add(int size, Map<String, Double> figures) {
      rounds.computeIfAbsent(size, unused -> new ArrayList<>()).add(figures);
    }
  }

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final int rounds;
  private final long measureMillis;
  private final Map<String, Series> all = new LinkedHashMap<>();
  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

  Scale(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    rounds = arguments.rounds(3);
    measureMillis = (long) (1000 * arguments.seconds(2, 0.2));
    arguments.checkOnly(List.of("probes", "operations", "platform", "virtual", "re-aims"));
  }

  void run() throws Exception {
    Results results =
        new Results("scale", arguments, place, jdk)
            .option("rounds", rounds)
            .option("measureSeconds", measureMillis / 1000.0);
    boolean quick = arguments.quick();
    for (int round = 0; round < rounds; round++) {
      for (int n : quick ? List.of(10, 100) : List.of(10, 100, 1_000, 5_000, 20_000)) {
        probes("probes", n, SHARED);
        probes("operations", n, "");
      }
      for (int n : quick ? List.of(1, 20) : List.of(1, 2, 10, 100, 1_000)) {
        threads("platform", n, PLATFORM_CALLS / (quick ? 20 : 1) / n);
      }
      for (int n : quick ? List.of(100) : List.of(100, 1_000, 10_000, 100_000, 1_000_000)) {
        if (jdk.feature() >= FIRST_VIRTUAL_JDK) {
          threads("virtual", n, VIRTUAL_CALLS_EACH);
        }
      }
      for (int n : quick ? List.of(10) : List.of(10, 100, 1_000, 5_000, 20_000)) {
        reaims(n);
      }
      results.clear();
      all.forEach((name, series) -> results.table(table(name, series)));
      results.write();
    }
    results.print();
  }

  private void probes(String name, int probes, String operation) throws Exception {
    if (!arguments.includes(name)) {
      return;
    }
    Progress.say("%s: %d", name, probes);
    int classes = Math.max(1, probes / GeneratedClasses.METHODS);
    // The compiler needs longer for more methods.
    long warmUpMillis = measureMillis + (arguments.quick() ? 0 : probes);
    Path directory = place.work("scale");
    GeneratedClasses.write(directory.resolve("classes"), classes, 0);
    List<String> program = probesProgram(directory, classes, warmUpMillis, measureMillis);
    ForkedJvm.Ended none = run(directory, Launch.PLAIN, program);
    Launch gemba = gemba(directory, GeneratedClasses.PREFIX + "*.small*(..)", operation);
    ForkedJvm.Ended woven = run(directory, gemba, program);
    see(name, directory, woven);
    Map<String, Double> figures = added(woven, none);
    figures.put("addedLoadMillis", woven.number("loadMillis") - none.number("loadMillis"));
    add(name, probes, figures);
  }

  private void threads(String kind, int threads, int callsEach) throws Exception {
    if (!arguments.includes(kind)) {
      return;
    }
    Progress.say("%s threads: %d", kind, threads);
    Path directory = place.work("scale");
    List<String> program = ForkedJvm.workload(place, "ThreadsWorkload", kind, threads, callsEach);
    ForkedJvm.Ended none = run(directory, Launch.PLAIN, program);
    Launch gemba = gemba(directory, Watched.RECURSION.type() + ".monitored(..)", "");
    ForkedJvm.Ended woven = run(directory, gemba, program);
    see(kind, directory, woven);
    add(kind, threads, added(woven, none));
  }

  /** Has a tenth of the methods watched in a running JVM, then all of them again, and so on. */
  private void reaims(int probes) throws Exception {
    if (!arguments.includes("re-aims")) {
      return;
    }
    Progress.say("re-aims of %d methods", probes);
    int classes = Math.max(1, probes / GeneratedClasses.METHODS);
    Path directory = place.work("scale");
    GeneratedClasses.write(directory.resolve("classes"), classes, 0);
    List<String> program = probesProgram(directory, classes, measureMillis, 200);
    program.add("live");
    String everything = GeneratedClasses.PREFIX + "*.small*(..)";
    String tenth = GeneratedClasses.PREFIX + "*.small0(..)";
    try (ForkedJvm jvm =
        ForkedJvm.start(jdk, directory, gemba(directory, everything, ""), program)) {
      jvm.await(Pattern.compile("^ready ", Pattern.MULTILINE), AT_MOST);
      GembaControl agent = GembaControl.of(jvm.pid());
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < (arguments.quick() ? 2 : 6); i++) {
        gemba(directory, i % 2 == 0 ? tenth : everything, "");
        long start = System.nanoTime();
        agent.reload();
        millis.add((System.nanoTime() - start) / 1e6);
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("reloadMillis", Spread.of(millis).median());
      add("re-aims", probes, figures);
    }
  }

  private List<String> probesProgram(
      Path directory, int classes, long warmUpMillis, long thisLong) {
    return ForkedJvm.workload(
        place,
        "ProbesWorkload",
        directory.resolve("classes"),
        GeneratedClasses.PREFIX,
        classes,
        GeneratedClasses.METHODS,
        warmUpMillis,
        thisLong);
  }

  /** The config is replaced as a whole, for an agent may be watching it. */
  private Launch gemba(Path directory, String methods, String operation) throws IOException {
    String yaml =
        """
        service: benchmark
        overhead: off
        packs: []
        targets:
          - methods: "%s"
        %sexporters:
          file: { directory: "%s", interval: 5s }
        """
            .formatted(methods, operation, directory.resolve("gemba"));
    Path next = directory.resolve("next.yaml");
    Files.writeString(next, yaml, StandardCharsets.UTF_8);
    Path config = directory.resolve("gemba.yaml");
    Files.move(next, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
  }

  private ForkedJvm.Ended run(Path directory, Launch launch, List<String> program)
      throws Exception {
    try (ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, program)) {
      return jvm.end(AT_MOST);
    }
  }

  private void see(String name, Path directory, ForkedJvm.Ended woven) throws IOException {
    long counted = GembaOutput.in(directory.resolve("gemba")).calls();
    Verdict verdict = Verdict.equal("calls", counted, (long) woven.number("calls"));
    verdicts.merge(name, verdict, Verdict::and);
  }

  private static Map<String, Double> added(ForkedJvm.Ended woven, ForkedJvm.Ended none) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String figure : List.of("nanosPerCall", "cpuNanosPerCall", "peakRssMb")) {
      figures.put(
          "added" + Character.toUpperCase(figure.charAt(0)) + figure.substring(1),
          woven.number(figure) - none.number(figure));
    }
    return figures;
  }

  private void add(String name, int size, Map<String, Double> figures) {
    all.computeIfAbsent(name, unused -> new Series()).add(size, figures);
  }

  private Table table(String name, Series series) {
    List<String> figures = List.copyOf(series.rounds.values().iterator().next().get(0).keySet());
    List<String> columns = new ArrayList<>();
    columns.add(title(name));
    columns.addAll(figures);
    Table table = new Table(title(name) + ": " + verdict(name), columns.toArray(new String[0]));
    Map<String, List<Double>> medians = new LinkedHashMap<>();
    series.rounds.forEach(
        (size, samples) -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("series", name);
          json.put("size", size);
          json.put(Table.VERIFIED, verdicts.getOrDefault(name, Verdict.NOT_NEEDED).good());
          List<String> cells = new ArrayList<>();
          cells.add(Integer.toString(size));
          for (String figure : figures) {
            Spread spread = Spread.of(samples.stream().map(s -> s.get(figure)).toList());
            json.put(figure, spread.json());
            cells.add(spread.text(1));
            medians.computeIfAbsent(figure, unused -> new ArrayList<>()).add(spread.median());
          }
          table.row(json, cells.toArray(new String[0]));
        });
    growth(table, series, medians);
    return table;
  }

  private static void growth(Table table, Series series, Map<String, List<Double>> medians) {
    List<Double> sizes = series.rounds.keySet().stream().map(Integer::doubleValue).toList();
    Map<String, Object> json = new LinkedHashMap<>();
    List<String> cells = new ArrayList<>();
    cells.add("grows as size to the power of");
    medians.forEach(
        (figure, values) -> {
          double exponent = Growth.exponent(sizes, values);
          json.put(figure + ".exponent", Spread.rounded(exponent));
          cells.add(Spread.fixed(exponent, 2) + ": " + Growth.law(exponent));
        });
    table.row(json, cells.toArray(new String[0]));
  }

  private String verdict(String name) {
    Verdict verdict = verdicts.get(name);
    if (verdict == null) {
      return "not counted";
    }
    return (verdict.good() ? "counts exact, at last " : "COUNTS WRONG: ") + verdict.text();
  }

  private static String title(String name) {
    return switch (name) {
      case "probes" -> "woven methods of one operation";
      case "operations" -> "woven methods, an operation each";
      case "platform" -> "platform threads";
      case "virtual" -> "virtual threads";
      default -> "methods of a live re-aim";
    };
  }
}
