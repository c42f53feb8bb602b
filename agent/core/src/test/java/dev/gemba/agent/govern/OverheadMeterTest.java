package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.bootstrap.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OverheadMeterTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ByLevel PRICES = new ByLevel(5, 7, 50, 100);

  private ByLevel prices = PRICES;
  private final Queue<CpuTimes> cpu = new ArrayDeque<>();
  private final AtomicInteger calibrations = new AtomicInteger();
  private final OverheadMeter meter =
      new OverheadMeter(
          cpu::remove,
          () -> {
            calibrations.incrementAndGet();
            return prices;
          },
          () -> PRICES);

  @Test
  void dividesWhatCallsAndThreadsCostByTheProcess() {
    Moment older = moment(10, used(1e9, Map.of("gemba-collector", 10_000_000L)), calls("a", 100));
    Moment newer =
        moment(20, used(5e9, Map.of("gemba-collector", 30_000_000L)), calls("a", 1_000_100));

    Overhead overhead = meter.between(older, newer, OverheadMeterTest::timing);

    assertThat(overhead.window()).isEqualTo(Duration.ofSeconds(10));
    assertThat(overhead.callsByLevel()).isEqualTo(new ByLevel(0, 0, 1_000_000, 0));
    assertThat(overhead.callsSeconds()).isCloseTo(0.05, within(1e-9));
    assertThat(overhead.threadsSeconds()).isCloseTo(0.02, within(1e-9));
    assertThat(overhead.processSeconds()).isCloseTo(4, within(1e-9));
    assertThat(overhead.threads()).containsExactly(Map.entry("gemba-collector", 0.02));
    assertThat(overhead.ratio()).isCloseTo(0.07 / 4, within(1e-9));
  }

  @Test
  void addsWhatCapturedValuesTook() {
    Moment older = moment(0, used(0, Map.of()), List.of(valuesTime(1.5)));
    Moment newer = moment(1, used(1e9, Map.of()), List.of(valuesTime(1.75)));

    Overhead overhead = meter.between(older, newer, OverheadMeterTest::timing);

    assertThat(overhead.valuesSeconds()).isCloseTo(0.25, within(1e-9));
    assertThat(overhead.callsSeconds()).isCloseTo(0.25, within(1e-9));
    assertThat(overhead.ratio()).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void pricesEachOperationAtItsLevel() {
    Map<String, Integer> levels =
        Map.of("c", Probe.COUNT, "t", Probe.TIMING, "s", Probe.SPAN, "d", Probe.DARK);
    Moment older = moment(0, used(0, Map.of()));
    Moment newer =
        moment(
            1,
            used(1e9, Map.of()),
            calls("c", 1_000),
            calls("t", 200),
            calls("t", "java.io.IOException", 100),
            calls("s", 10),
            calls("d", 7_000));

    Overhead overhead = meter.between(older, newer, levels::get);

    assertThat(overhead.callsByLevel()).isEqualTo(new ByLevel(1_000, 0, 300, 10));
    assertThat(overhead.callsSeconds())
        .isCloseTo((1_000 * 5 + 300 * 50 + 10 * 100) / 1e9, within(1e-12));
  }

  @Test
  void doesNotMakeAnIdleProcessLookExpensive() {
    Moment older = moment(0, used(0, Map.of("gemba-collector", 0L)));
    Moment newer = moment(10, used(3e6, Map.of("gemba-collector", 2_000_000L)));

    Overhead overhead = meter.between(older, newer, OverheadMeterTest::timing);

    assertThat(overhead.processSeconds()).isCloseTo(0.003, within(1e-12));
    assertThat(overhead.ratio()).isCloseTo(0.002 / (10 * OverheadMeter.IDLE_CPUS), within(1e-12));
  }

  @Test
  void doesNotKnowTheRatioWithoutTheProcesssCpu() {
    Overhead overhead =
        meter.between(
            moment(0, used(-1, Map.of())),
            moment(1, used(-1, Map.of()), calls("a", 1)),
            OverheadMeterTest::timing);

    assertThat(overhead.ratio()).isNaN();
    assertThat(overhead.processSeconds()).isNaN();
    assertThat(overhead.callsSeconds()).isPositive();
  }

  @Test
  void reckonsWithMoreThanItsModelKnows() {
    Moment older = moment(0, used(0, Map.of()));
    Moment newer = moment(1, used(1e9, Map.of()), calls("a", 1_000));

    Overhead overhead = meter.between(older, newer, OverheadMeterTest::timing);

    assertThat(overhead.ratio()).isCloseTo(0.00005, within(1e-9));
    assertThat(overhead.reckoned()).isCloseTo(0.000075, within(1e-9));
    assertThat(overhead.high()).isCloseTo(0.000075 / 0.99, within(1e-9));
  }

  @Test
  void tellsHowSureItIsByTheSpreadOfPricesAndOneTickOfCpu() {
    meter.calibrate();
    prices = new ByLevel(5, 7, 100, 200);
    meter.calibrate();
    Moment older = moment(0, used(0, Map.of()));
    Moment newer = moment(1, used(1e9, Map.of("gemba-collector", 1_000_000L)), calls("a", 1_000));

    Overhead overhead = meter.between(older, newer, OverheadMeterTest::timing);

    assertThat(overhead.ratio()).isCloseTo(0.00105, within(1e-9));
    assertThat(overhead.low()).isCloseTo(0.00105 / 1.01, within(1e-9));
    assertThat(overhead.high()).isCloseTo(0.0011 / 0.99, within(1e-9));
    assertThat(overhead.reckoned()).isCloseTo(0.001075, within(1e-9));
    assertThat(overhead.gcSeconds()).as("unknown").isNaN();
  }

  @Test
  void countsTheCollectionOfItsGarbage() {
    CpuTimes before = new CpuTimes(0, Map.of(), new Garbage(0, 0, 0, 0), 1);
    CpuTimes after =
        new CpuTimes(1_000_000_000, Map.of(), new Garbage(100, 1_000, 50_000_000, 0), 1);

    Overhead overhead =
        meter.between(moment(0, before), moment(1, after), OverheadMeterTest::timing);

    assertThat(overhead.gcSeconds()).isCloseTo(0.005, within(1e-9));
    assertThat(overhead.ratio()).isCloseTo(0.005, within(1e-9));
    assertThat(overhead.threadsRatio()).as("whatever the levels").isCloseTo(0.005, within(1e-9));
    assertThat(overhead.low()).isZero();
    assertThat(overhead.parts()).containsEntry("gc", 0.005);
  }

  @Test
  void reckonsThatCachesDoNotHoldThousandsOfProbes() {
    Map<String, Double> hidden = new HashMap<>();
    NumberPoint[] manyCalls = new NumberPoint[ColdCalls.WARM + 200];
    for (int i = 0; i < manyCalls.length; i++) {
      manyCalls[i] = calls("o" + i, i < 300 ? 10 : 1_000);
    }
    Moment older = moment(0, used(0, Map.of()));
    Moment newer = moment(1, used(1e9, Map.of()), manyCalls);

    // Those that are called ten times: all others are called in between.
    Overhead overhead = meter.between(older, newer, OverheadMeterTest::timing);
    double cold = 300 * 10 * ColdCalls.NANOS / 1e9;
    assertThat(overhead.coldSeconds()).isCloseTo(cold, within(1e-12));
    assertThat(overhead.callsSeconds())
        .isCloseTo((900 * 1_000 + 300 * 10) * 50 / 1e9 + cold, within(1e-12));
    assertThat(overhead.parts()).containsEntry("cold", overhead.coldSeconds());
    // What is not counted takes room, too.
    for (int i = 0; i < ColdCalls.WARM; i++) {
      hidden.put("h" + i, 1_000.0);
    }
    meter.uncounted(hidden);
    assertThat(meter.between(older, newer, OverheadMeterTest::timing).coldSeconds())
        .isCloseTo((900 * 1_000 + 300 * 10) * ColdCalls.NANOS / 1e9, within(1e-12));
    // What is dark now has nothing to wait for.
    assertThat(meter.between(older, newer, operation -> Probe.DARK).coldSeconds()).isZero();
  }

  @Test
  void namesTheDearestOperationsFirst() {
    Map<String, Integer> levels =
        Map.of("often", Probe.COUNT, "dear", Probe.SPAN, "dark", Probe.DARK);
    Moment older = moment(0, used(0, Map.of()));
    Moment newer =
        moment(2, used(1e9, Map.of()), calls("often", 1_000), calls("dear", 200), calls("dark", 5));

    List<OperationCost> dearest = meter.between(older, newer, levels::get).dearest();

    assertThat(dearest).extracting(OperationCost::operation).containsExactly("dear", "often");
    assertThat(dearest.get(0))
        .isEqualTo(new OperationCost("dear", Probe.SPAN, 100, 20_000 / 1e9, 20_000 / 1e9));
  }

  @Test
  void countsNoCallsOfAnOperationThatIsGone() {
    Moment older = moment(0, used(0, Map.of()), calls("gone", 500), calls("a", 1));
    Moment newer = moment(1, used(1e9, Map.of()), calls("a", 3));

    assertThat(meter.between(older, newer, OverheadMeterTest::timing).callsByLevel())
        .isEqualTo(new ByLevel(0, 0, 2, 0));
  }

  @Test
  void goesByAGuessUntilItIsCalibrated() {
    Moment older = moment(0, used(0, Map.of()));
    Moment newer = moment(1, used(1e9, Map.of()));
    assertThat(meter.between(older, newer, OverheadMeterTest::timing).nanosPerCall())
        .isEqualTo(PRICES);
    assertThat(calibrations).hasValue(0);

    prices = PRICES.times(2);
    meter.calibrate();

    assertThat(meter.between(older, newer, OverheadMeterTest::timing).nanosPerCall())
        .isEqualTo(PRICES.times(2));
    assertThat(calibrations).hasValue(1);
  }

  @Test
  void rejectsMomentsWithNoWindowBetween() {
    Moment moment = moment(1, used(0, Map.of()));
    Moment otherStart =
        meter.moment(snapshot(START.plusSeconds(1), START.plusSeconds(9), used(0, Map.of())));

    assertThatThrownBy(() -> meter.between(moment, moment, OverheadMeterTest::timing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-01-01T00:00:01Z");
    assertThatThrownBy(() -> meter.between(moment, otherStart, OverheadMeterTest::timing))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int timing(String operation) {
    return Probe.TIMING;
  }

  private Moment moment(long second, CpuTimes times, NumberPoint... calls) {
    Metric metric =
        new Metric("gemba.operation.calls", "{call}", "", new Metric.Sum(true, List.of(calls)));
    return moment(second, times, List.of(metric));
  }

  private Moment moment(long second, CpuTimes times, List<Metric> metrics) {
    cpu.add(times);
    return meter.moment(
        new Snapshot(
            new Resource(Attributes.empty()),
            START,
            START.plusSeconds(second),
            metrics,
            List.of()));
  }

  private static Metric valuesTime(double seconds) {
    return new Metric(
        "gemba.values.time",
        "s",
        "",
        new Metric.Sum(true, List.of(new NumberPoint(Attributes.empty(), seconds))));
  }

  private Snapshot snapshot(Instant start, Instant time, CpuTimes times) {
    cpu.add(times);
    return new Snapshot(new Resource(Attributes.empty()), start, time, List.of(), List.of());
  }

  private static CpuTimes used(double processNanos, Map<String, Long> threads) {
    return new CpuTimes((long) processNanos, threads);
  }

  private static NumberPoint calls(String operation, long calls) {
    return new NumberPoint(Attributes.of("gemba.operation", operation), calls);
  }

  private static NumberPoint calls(String operation, String errorType, long calls) {
    return new NumberPoint(
        Attributes.of("gemba.operation", operation).with("error.type", errorType), calls);
  }
}
