package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What it costs to carry a trace on to another thread, along with a task, or to see a statement of
 * a database: fresh JVMs, one agent after the other, round by round. All of it is done within one
 * span, and an agent with that switched off shows what is left of it.
 */
final class Handoff {

  private static final Duration AT_MOST = Duration.ofMinutes(2);

  /** What one JVM told. */
  private record Sample(double nanos, double cpuNanos) {}

  private final Arguments arguments;
  private final Place place;
  private final Jdk jdk;
  private final int rounds;
  private final long millis;
  private final List<HandoffKind> kinds = new ArrayList<>();
  private final List<HandoffWay> ways = new ArrayList<>();
  private final Map<HandoffKind, Map<HandoffWay, List<Sample>>> samples = new LinkedHashMap<>();
  private final Map<HandoffKind, Map<HandoffWay, Verdict>> seen = new LinkedHashMap<>();

  Handoff(Arguments arguments, Place place) throws Exception {
    this.arguments = arguments;
    this.place = place;
    jdk = arguments.jdk();
    rounds = arguments.rounds(5);
    millis = (long) (1000 * arguments.seconds(3, 0.3));
    arguments.checkOnly(HandoffWay.ALL.stream().map(HandoffWay::name).toList());
    for (HandoffKind kind : HandoffKind.values()) {
      if (kind.isThere(jdk) && (!arguments.quick() || kind == HandoffKind.EXECUTE)) {
        kinds.add(kind);
      }
    }
    for (HandoffWay way : HandoffWay.ALL) {
      boolean wanted = !arguments.quick() || way.equals(HandoffWay.GEMBA);
      if (way.equals(HandoffWay.NONE) || (wanted && arguments.includes(way.name()))) {
        ways.add(way);
      }
    }
  }

  void run() throws Exception {
    Results results =
        new Results("handoff", arguments, place, jdk)
            .option("rounds", rounds)
            .option("warmUpSeconds", millis / 1000.0)
            .option("measureSeconds", millis / 1000.0);
    for (int round = 0; round < rounds; round++) {
      for (HandoffKind kind : kinds) {
        List<HandoffWay> asked = waysOf(kind);
        for (int i = 0; i < asked.size(); i++) {
          HandoffWay way = asked.get((i + round) % asked.size());
          Progress.say("round %d of %d, %s: %s", round + 1, rounds, kind.title, way.name());
          samples
              .computeIfAbsent(kind, unused -> new LinkedHashMap<>())
              .computeIfAbsent(way, unused -> new ArrayList<>())
              .add(measure(kind, way));
          if (round == 0) {
            seen.computeIfAbsent(kind, unused -> new LinkedHashMap<>()).put(way, see(kind, way));
          }
        }
      }
      results.clear();
      kinds.forEach(kind -> results.table(table(kind)));
      results.write();
    }
    results.print();
  }

  /** Keeping few traces makes no difference where a task has no span of its own. */
  private List<HandoffWay> waysOf(HandoffKind kind) {
    return ways.stream()
        .filter(way -> way.percent() == HandoffWay.ALL_TRACES || kind == HandoffKind.STATEMENT)
        .toList();
  }

  private Sample measure(HandoffKind kind, HandoffWay way) throws Exception {
    Path directory = place.work("handoff");
    ForkedJvm.Ended ended =
        run(directory, way.launch(place, directory, kind), kind.workload, millis, millis);
    return new Sample(ended.number("nanosPerTask"), ended.number("cpuNanosPerTask"));
  }

  private ForkedJvm.Ended run(Path directory, Launch launch, Object... arguments)
      throws IOException, InterruptedException {
    List<String> program = ForkedJvm.workload(place, "HandoffWorkload", arguments);
    try (ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, program)) {
      return jvm.end(AT_MOST);
    }
  }

  /** Counts the tasks that are in the trace of who handed them over. */
  private Verdict see(HandoffKind kind, HandoffWay way) throws Exception {
    if (way.equals(HandoffWay.NONE) || way.percent() != HandoffWay.ALL_TRACES) {
      return Verdict.NOT_NEEDED;
    }
    Path directory = place.work("handoff-seen");
    ForkedJvm.Ended ended =
        run(directory, way.counting(place, directory, kind), kind.workload, "count");
    List<HandoffWay.Seen> spans = way.spans(directory, ended);
    Set<String> traces =
        spans.stream()
            .filter(span -> span.operation().equals(HandoffWay.OVER))
            .map(HandoffWay.Seen::trace)
            .collect(Collectors.toSet());
    long tasks = spans.stream().filter(span -> kind.isTask(span.operation())).count();
    long carried =
        spans.stream()
            .filter(span -> kind.isTask(span.operation()))
            .filter(span -> traces.contains(span.trace()))
            .count();
    long done = (long) ended.number("tasks");
    Verdict all = Verdict.equal("tasks seen", tasks, kind.seen(done, way));
    return all.good()
        ? Verdict.equal("tasks in their trace", carried, kind.carried(done, way))
        : all;
  }

  private Table table(HandoffKind kind) {
    Table table =
        new Table(
            kind.title + ": nanoseconds that an agent adds within a span",
            "way",
            "added ns a task",
            "added CPU ns a task",
            "× no agent",
            "verified");
    Map<HandoffWay, List<Sample>> all = samples.get(kind);
    for (HandoffWay way : waysOf(kind)) {
      Spread total = Spread.of(all.get(way).stream().map(Sample::nanos).toList());
      Spread added = Spread.added(all.get(way), all.get(HandoffWay.NONE), Sample::nanos);
      Spread cpu = Spread.added(all.get(way), all.get(HandoffWay.NONE), Sample::cpuNanos);
      Spread ratio = Spread.ratio(all.get(way), all.get(HandoffWay.NONE), Sample::nanos);
      Verdict verdict = seen.get(kind).get(way);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("way", way.name());
      figures.put("nanosPerTask", total.json());
      figures.put("addedNanosPerTask", added.json());
      figures.put("addedCpuNanosPerTask", cpu.json());
      figures.put("timesNoAgent", ratio.json());
      figures.put(Table.VERIFIED, verdict.good());
      figures.put("verification", verdict.text());
      boolean none = way.equals(HandoffWay.NONE);
      table.row(
          figures,
          way.title(),
          none ? "(a task takes " + total.text(0) + ")" : added.text(0),
          none ? "" : cpu.text(0),
          none ? "" : ratio.text(2),
          verdict.good() ? verdict.text() : "NOT VERIFIED: " + verdict.text());
    }
    return table;
  }
}
