package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gemba.bootstrap.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TruthCheckTest {

  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** A process whose calls take a microsecond each, and more when they are recorded. */
  private static final class Workload implements TruthCheck.Subject {
    private final Random random = new Random(1);
    private double recordingNanos = 50;
    private double noise = 0.02;
    private double callsPerSecond = 500_000;
    private double drift;
    private boolean tellsCpu = true;
    private Object aim = "one";
    private long now = 1_000_000_000;
    private double calls;
    private double cpuNanos;
    private double ownNanos;
    private boolean dim;
    private boolean switched;
    private final List<Boolean> switches = new ArrayList<>();

    @Override
    public void dim(boolean on) {
      dim = on;
      switches.add(on);
      switched = true;
    }

    @Override
    public Reading read() {
      return new Reading(
          now,
          Map.of("op", (long) calls),
          new CpuTimes(
              tellsCpu ? (long) (cpuNanos + ownNanos) : -1,
              Map.of("gemba-collector", (long) ownNanos)));
    }

    @Override
    public void sleep(Duration duration) {
      double seconds = duration.toNanos() / 1e9;
      now += duration.toNanos();
      double made = callsPerSecond * seconds;
      double perCall = (1_000 + (dim ? 0 : recordingNanos)) * (1 + drift * (now / 1e9));
      calls += made;
      cpuNanos += made * perCall * (1 + noise * random.nextGaussian());
      if (dim && switched) {
        // What was compiled for the other way is compiled anew.
        cpuNanos += 50_000_000;
      }
      switched = false;
      ownNanos += 5_000_000 * seconds;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public int levelOf(String operation) {
      return Probe.TIMING;
    }

    @Override
    public Object aim() {
      return aim;
    }
  }

  private final Workload process = new Workload();
  private static final ByLevel PRICES =
      ByLevel.ZERO.plus(Probe.COUNT, 3).plus(Probe.TIMING, 53).plus(Probe.SPAN, 70);

  private final OverheadMeter meter =
      new OverheadMeter(() -> new CpuTimes(0, Map.of()), () -> PRICES, () -> PRICES);

  private Truth check(Duration length) throws InterruptedException {
    return new TruthCheck(process, meter, new Random(2), length, (done, of) -> {})
        .run(OptionalDouble.of(0.1));
  }

  @Test
  void findsWhatRecordingAddsAndAddsTheCountBack() throws InterruptedException {
    Truth truth = check(MINUTE);

    // Of 1,050 ns a call and a hundredth for Gemba's threads, 53 ns are Gemba's.
    double cpuOfSecond = 500_000 * 1_050 + 5_000_000;
    double expected = (500_000 * 53 + 5_000_000) / cpuOfSecond;
    assertThat(truth.inconclusive()).isNull();
    assertThat(truth.overhead().contains(expected)).as("%s", truth).isTrue();
    assertThat(truth.overhead().value()).isCloseTo(expected, within(0.01));
    assertThat(truth.overhead().low()).isGreaterThan(0.03);
    assertThat(truth.nanosPerCall().value()).isCloseTo(53, within(10.0));
    assertThat(truth.threadsRatio()).isCloseTo(5_000_000 / cpuOfSecond, within(1e-3));
    assertThat(truth.countRatio()).isCloseTo(500_000 * 3 / cpuOfSecond, within(1e-3));
    assertThat(truth.modelNanosPerCall()).isCloseTo(53, within(1e-9));
    assertThat(truth.modelHolds()).isTrue();
    assertThat(truth.windows()).isGreaterThan(60);
    assertThat(truth.thrownOut()).isEmpty();
  }

  @Test
  void isExactWhereNothingIsNoisy() throws InterruptedException {
    process.noise = 0;

    Truth truth = check(MINUTE);

    assertThat(truth.nanosPerCall().value()).isCloseTo(53, within(0.1));
    assertThat(truth.overhead().value())
        .isCloseTo((500_000 * 53 + 5_000_000) / (500_000 * 1_050 + 5_000_000.0), within(1e-4));
  }

  @Test
  void saysThatTheModelIsWrongWhereItIs() throws InterruptedException {
    process.recordingNanos = 200;

    Truth truth = check(MINUTE);

    assertThat(truth.overhead().low()).isGreaterThan(truth.modelRatio());
    assertThat(truth.modelHolds()).isFalse();
  }

  @Test
  void findsNothingWhereThereIsNothing() throws InterruptedException {
    process.recordingNanos = 0;

    Truth truth = check(MINUTE);

    Interval measured = truth.overhead().timesPlus(1, -truth.countRatio() - truth.threadsRatio());
    assertThat(measured.contains(0)).as("%s", measured).isTrue();
  }

  @Test
  void isNotMisledByASteadyTrend() throws InterruptedException {
    process.noise = 0;
    process.drift = 0.01;
    process.recordingNanos = 0;

    Truth truth = check(MINUTE);

    assertThat(truth.overhead().value() - truth.countRatio() - truth.threadsRatio())
        .isCloseTo(0, within(1e-3));
  }

  @Test
  void takesAsManyLitAsDimWindowsInAnOrderThatNobodyCanFollow() throws InterruptedException {
    check(MINUTE);

    List<Boolean> order = process.switches.subList(0, process.switches.size() - 1);
    assertThat(order.stream().filter(dim -> dim).count()).isEqualTo(order.size() / 2);
    List<List<Boolean>> blocks = new ArrayList<>();
    for (int i = 0; i < order.size(); i += 4) {
      blocks.add(order.subList(i, i + 4));
    }
    assertThat(blocks)
        .contains(List.of(true, false, false, true), List.of(false, true, true, false))
        .allMatch(block -> block.get(0).equals(block.get(3)) && !block.get(1).equals(block.get(0)));
  }

  @Test
  void lightsProbesAgainWhateverHappens() throws InterruptedException {
    TruthCheck leftAlone =
        new TruthCheck(
            process,
            meter,
            new Random(2),
            MINUTE,
            (done, of) -> {
              if (process.dim && done.toSeconds() > 20) {
                throw new IllegalStateException("the client has gone");
              }
            });

    assertThatThrownBy(() -> leftAlone.run(OptionalDouble.empty()))
        .hasMessage("the client has gone");
    assertThat(process.dim).isFalse();
    assertThat(process.now).isLessThan(30_000_000_000L);

    check(MINUTE);
    assertThat(process.dim).isFalse();
  }

  @Test
  void takesItsLengthAndTellsHowFarItIs() throws InterruptedException {
    for (int seconds : new int[] {10, 60, 600}) {
      long start = process.now;
      List<Duration> told = new ArrayList<>();
      Duration length = Duration.ofSeconds(seconds);
      Truth truth =
          new TruthCheck(process, meter, new Random(2), length, (done, of) -> told.add(done))
              .run(OptionalDouble.empty());

      assertThat((process.now - start) / 1e9).isBetween(seconds * 0.8, seconds * 1.01);
      assertThat(told).isSorted().hasSizeGreaterThan(20).allMatch(d -> d.compareTo(length) <= 0);
      assertThat(truth.windows()).isGreaterThanOrEqualTo(16);
    }
    assertThatThrownBy(() -> check(Duration.ofSeconds(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 s");
  }

  @Test
  void tellsWhyNothingFollows() throws InterruptedException {
    process.callsPerSecond = 0;
    Truth idle = check(MINUTE);
    assertThat(idle.inconclusive()).contains("no woven method was called");
    assertThat(idle.thrownOut()).containsOnlyKeys("no calls");
    assertThat(idle.overhead().value()).isNaN();

    process.callsPerSecond = 500_000;
    process.noise = 2;
    assertThat(check(MINUTE).inconclusive()).contains("wider than 10.0 %");

    process.tellsCpu = false;
    assertThat(check(MINUTE).inconclusive()).contains("does not tell the CPU");
  }

  @Test
  void throwsOutBlocksInWhichAnotherConfigCame() throws InterruptedException {
    Truth truth =
        new TruthCheck(
                process,
                meter,
                new Random(2),
                MINUTE,
                (done, of) -> process.aim = done.toSeconds() < 30 ? "one" : "other")
            .run(OptionalDouble.of(0.1));

    assertThat(truth.thrownOut()).containsExactly(Map.entry("another config", 4));
  }
}
