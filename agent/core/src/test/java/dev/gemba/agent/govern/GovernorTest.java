package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.bootstrap.Probe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GovernorTest {

  /** What calls are reckoned to cost; the model says less. */
  private static final ByLevel RECKONED = new ByLevel(5, 7, 50, 100);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Two operations, the calls of one of which are recorded by the type of the receiver. */
  private final Governor.Controls controls =
      new Governor.Controls() {
        @Override
        public List<Governor.Operation> operations() {
          List<Governor.Operation> operations = new ArrayList<>();
          for (String name : List.of("hot", "{type}.go")) {
            int level = Math.min(Probe.SPAN, held.getOrDefault(name, Probe.SPAN));
            operations.add(new Governor.Operation(name, level, Probe.SPAN, false, false, false));
          }
          return operations;
        }

        @Override
        public String operationOf(String recorded) {
          return recorded.endsWith(".go") ? "{type}.go" : null;
        }

        @Override
        public void hold(
            Map<String, Integer> levels, Set<String> withoutValues, Set<String> unwoven) {
          held.clear();
          held.putAll(levels);
          given.clear();
          given.addAll(unwoven);
        }

        @Override
        public void keepTraces(double share) {
          traceShare = share;
        }

        @Override
        public void sampleSlower(int times) {}

        @Override
        public void exportEvery(int seconds) {
          exportSeconds = seconds;
        }
      };

  private final Map<String, Integer> held = new TreeMap<>();
  private final Set<String> given = new TreeSet<>();
  private double traceShare = 1;
  private int exportSeconds = 1;
  private final List<String> messages = new ArrayList<>();
  private final Map<String, Long> calls = new TreeMap<>();
  private OptionalDouble budget = OptionalDouble.of(0.05);
  private long processNanos;
  private long exporterNanos;
  private int spans;
  private int second;
  private int calibrations;
  private final Governor governor =
      new Governor(
          controls,
          new OverheadMeter(
              () -> new CpuTimes(processNanos, Map.of("gemba-file", exporterNanos)),
              () -> {
                calibrations++;
                return RECKONED.times(1 / Overhead.UNSEEN);
              },
              () -> RECKONED.times(1 / Overhead.UNSEEN)),
          () -> budget,
          messages::add);

  @Test
  void holdsWhatIsOverTheBudgetAndTellsWhy() {
    run(3, Map.of("hot", 2_000_000L, "A.go", 1_000L));

    assertThat(held).containsExactly(Map.entry("hot", Probe.SAMPLED));
    assertThat(governor.steps()).hasSize(1);
    Step step = governor.steps().get(0);
    assertThat(step.subject()).isEqualTo("hot");
    assertThat(step.from()).isEqualTo("span");
    assertThat(step.to()).isEqualTo("sampled");
    assertThat(messages)
        .containsExactly(
            "Gemba is reckoned to cost 20.0 % of the CPU, its budget is 5.0 %:"
                + " hot from span to sampled");
  }

  @Test
  void addsUpWhatIsRecordedByTypeForTheirOneOperation() {
    run(3, Map.of("A.go", 300_000L, "B.go", 300_000L));

    assertThat(held).containsExactly(Map.entry("{type}.go", Probe.TIMING));
  }

  @Test
  void unweavesAtOnceWhatWouldBeDearEvenWhenDark() {
    // At half the pace that it would have alone: dark, it costs 1.6 % of the CPU.
    run(3, Map.of("hot", 8_100_000L));

    assertThat(held).containsExactly(Map.entry("hot", Probe.DARK));
    assertThat(given).containsExactly("hot");
  }

  @Test
  void leavesWovenForAWhileWhatCostsLittleWhenDark() {
    runBesideADearExporter(3, 2_600_000);
    assertThat(held).containsExactly(Map.entry("hot", Probe.DARK));
    assertThat(given).isEmpty();

    runBesideADearExporter((int) Held.LEAST_SECONDS_DARK + 2, 0);
    assertThat(held).containsExactly(Map.entry("hot", Probe.DARK));
    assertThat(given).as("it has cost more than giving it back").containsExactly("hot");
  }

  private void runBesideADearExporter(int seconds, long calls) {
    for (int i = 0; i < seconds; i++) {
      exporterNanos += 200_000_000;
      run(1, Map.of("hot", calls));
    }
  }

  @Test
  void exportsLessOftenWhereExportingCostsTooMuch() {
    spans = 10;
    for (int i = 0; i < 7; i++) {
      exporterNanos += 200_000_000;
      run(1, Map.of("hot", 10_000L));
    }

    assertThat(exportSeconds).isEqualTo(2);
    assertThat(traceShare).isEqualTo(1);
    assertThat(held).isEmpty();
    assertThat(governor.steps().get(0).subject()).isEqualTo("exporters");
    assertThat(messages.get(0)).endsWith("exporters from every 1 s to every 2 s");
  }

  @Test
  void takesBackWhatItHeldWhenItIsToMeasureOnly() {
    run(3, Map.of("hot", 2_000_000L));
    budget = OptionalDouble.empty();

    run(3, Map.of("hot", 2_000_000L));

    assertThat(held).isEmpty();
    assertThat(governor.newest().ratio()).isGreaterThan(0.05);
  }

  @Test
  void exportsTheRatioAndTheSteps() {
    assertThat(value("gemba.overhead.ratio", "")).isNull();
    run(3, Map.of("hot", 2_000_000L));

    assertThat(value("gemba.governor.steps", "down")).isEqualTo(1L);
    assertThat(value("gemba.governor.steps", "up")).isEqualTo(0L);
    assertThat(value("gemba.overhead.ratio", "").doubleValue()).isPositive();

    run(60, Map.of("hot", 1_000L));

    assertThat(held).isEmpty();
    assertThat(value("gemba.governor.steps", "up")).isEqualTo(2L);
  }

  @Test
  void exportsTheCostByPartAndOfTheDearestOperations() {
    // Nothing is held back here, so that every second costs the same.
    budget = OptionalDouble.empty();
    run(11, Map.of("hot", 2_000_000L));

    // 2,000,000 calls at the model's price, in each second but the first, which has no beginning.
    double share = 2_000_000 * RECKONED.span() / Overhead.UNSEEN / 1e9;
    assertThat(point("gemba.overhead.cpu.time", "part", "calls:span").doubleValue())
        .isCloseTo(10 * share, within(1e-6));
    assertThat(point("gemba.overhead.operation.ratio", "gemba.operation", "hot").doubleValue())
        .isCloseTo(share, within(1e-6));
  }

  @Test
  void standsStillWhilePausedAndJudgesNothingOfIt() {
    governor.pause(true);
    run(10, Map.of("hot", 2_000_000L));
    assertThat(held).isEmpty();
    assertThat(governor.newest()).isNull();

    governor.pause(false);
    run(1, Map.of("hot", 2_000_000L));
    assertThat(governor.newest()).as("a window that begins after the pause").isNull();
    run(2, Map.of("hot", 2_000_000L));
    assertThat(held).containsKey("hot");
  }

  @Test
  void reactsWithinFiveSecondsToABurstAfterIdle() {
    run(60, Map.of("hot", 10L));
    assertThat(held).isEmpty();

    int seconds = 0;
    while (held.isEmpty() && seconds < 60) {
      run(1, Map.of("hot", 2_000_000L));
      seconds++;
    }

    assertThat(seconds).isLessThanOrEqualTo(5);
  }

  @Test
  void meetsTheBudgetWithinTenSecondsAndThenKeepsStill() {
    run(10, Map.of("hot", 2_000_000L, "A.go", 900_000L));

    assertThat(governor.newest().ratio()).isLessThanOrEqualTo(0.05);
    int steps = governor.steps().size();
    run(60, Map.of("hot", 2_000_000L, "A.go", 900_000L));
    assertThat(governor.steps().size() - steps).isLessThanOrEqualTo(6);
    assertThat(governor.newest().ratio()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void followsABudgetThatAReloadChanges() {
    budget = OptionalDouble.of(0.5);
    run(10, Map.of("hot", 2_000_000L));
    assertThat(held).isEmpty();

    budget = OptionalDouble.of(0.05);
    run(5, Map.of("hot", 2_000_000L));
    assertThat(held).containsKey("hot");

    budget = OptionalDouble.of(0.5);
    run(90, Map.of("hot", 2_000_000L));
    assertThat(held).as("a wider budget lets it all back").isEmpty();
  }

  @Test
  void looksAtNoSnapshotTwice() {
    Snapshot snapshot = snapshot(START.plusSeconds(1));
    governor.look(null, 0);
    governor.look(snapshot, 0);
    governor.look(snapshot, 0);

    assertThat(governor.newest()).isNull();
  }

  private Number point(String name, String attribute, String is) {
    for (Metric metric : governor.metrics()) {
      if (metric.name().equals(name)) {
        List<NumberPoint> points =
            metric.data() instanceof Metric.Sum sum
                ? sum.points()
                : ((Metric.Gauge) metric.data()).points();
        for (NumberPoint point : points) {
          if (is.equals(point.attributes().text(attribute))) {
            return point.value();
          }
        }
      }
    }
    throw new AssertionError(governor.metrics());
  }

  private Number value(String name, String direction) {
    for (Metric metric : governor.metrics()) {
      if (metric.name().equals(name)) {
        List<NumberPoint> points =
            metric.data() instanceof Metric.Sum sum
                ? sum.points()
                : ((Metric.Gauge) metric.data()).points();
        for (NumberPoint point : points) {
          String found = point.attributes().text("direction");
          if (direction.equals(found == null ? "" : found)) {
            return point.value();
          }
        }
      }
    }
    return null;
  }

  /** So many seconds of one busy CPU, with so many calls in each. */
  @Test
  void calibratesOnlyWhileItsThreadGetsItsTurns() {
    for (int look = 0; look < 10; look++) {
      second += 3;
      governor.look(snapshot(START.plusSeconds(second)), spans);
    }
    assertThat(calibrations).isZero();

    run(2, Map.of());

    assertThat(calibrations).isEqualTo(1);
  }

  private void run(int seconds, Map<String, Long> callsPerSecond) {
    for (int i = 0; i < seconds; i++) {
      second++;
      processNanos += 1_000_000_000;
      callsPerSecond.forEach((operation, made) -> calls.merge(operation, made, Long::sum));
      governor.look(snapshot(START.plusSeconds(second)), spans);
    }
  }

  private Snapshot snapshot(Instant time) {
    List<NumberPoint> points = new ArrayList<>();
    calls.forEach(
        (operation, made) ->
            points.add(new NumberPoint(Attributes.of("gemba.operation", operation), made)));
    Metric metric = new Metric("gemba.operation.calls", "{call}", "", new Metric.Sum(true, points));
    return new Snapshot(new Resource(Attributes.empty()), START, time, List.of(metric), List.of());
  }
}
