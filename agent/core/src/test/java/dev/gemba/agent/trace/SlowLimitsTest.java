package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.bootstrap.Bridge;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.Sampler;
import dev.gemba.bootstrap.Series;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowLimitsTest {

  private static final int SCALE = 4;

  private final SlowLimits limits = new SlowLimits();
  private final Probe probe = Probes.of("SlowLimitsTest", "root", "()V");

  @BeforeEach
  void beginTraces() {
    probe.aim(Probe.SPAN, Series.of("slow.root"), null);
    probe.slowAbove(Long.MAX_VALUE);
    Sampler.keep(0);
    Sampler.judge(false, true, Long.MAX_VALUE, 1);
    Sampler.allowSlow(1_000_000);
    call();
  }

  @AfterEach
  void keepAll() {
    Sampler.keep(1);
    Sampler.judge(false, false, Long.MAX_VALUE, 1);
    probe.darken();
  }

  private void call() {
    Bridge.exit(probe.id, Bridge.enter(probe.id), null);
  }

  /** So many calls of each duration, in powers of two of a second. */
  private static Distribution calls(int fast, int slow) {
    long[] counts = new long[10 * (1 << SCALE) + 1];
    counts[0] = fast;
    counts[counts.length - 1] = slow;
    double of = Math.pow(2, -10);
    return new Distribution(
        SCALE, fast + slow, fast * of + slow, of, 1, 0, 0, -10 * (1 << SCALE), counts);
  }

  private static List<Metric> metrics(Distribution... series) {
    return List.of(
        new Metric(
            "gemba.operation.duration",
            "s",
            "",
            new Metric.Histogram(
                IntStream.range(0, series.length)
                    .mapToObj(
                        i ->
                            new HistogramPoint(
                                Attributes.of("gemba.operation", "slow.root").with("of", (long) i),
                                series[i]))
                    .toList())));
  }

  private boolean isSlow(long nanos) {
    return probe.isSlow(nanos);
  }

  @Test
  void aCallIsSlowBeyondTheQuantileOfAllSeriesOfItsOperation() {
    limits.look(metrics(calls(5_000, 0), calls(4_970, 30)), List.of(probe), 0.99);
    assertThat(isSlow(2_000_000)).isTrue();
    assertThat(isSlow(900_000)).isFalse();

    limits.look(metrics(calls(5_000, 0), calls(4_700, 300)), List.of(probe), 0.99);
    assertThat(isSlow(2_000_000)).isFalse();
    assertThat(isSlow(1_100_000_000)).isTrue();
  }

  @Test
  void whatWasLongAgoIsForgotten() {
    Distribution past = calls(1_000, 2_000);
    limits.look(metrics(past), List.of(probe), 0.99);
    assertThat(isSlow(500_000_000)).isFalse();
    Distribution now = past.plus(calls(100_000, 0));
    for (int second = 0; second < 61; second++) {
      limits.look(metrics(past), List.of(probe), 0.99);
    }
    limits.look(metrics(now), List.of(probe), 0.99);

    assertThat(isSlow(500_000_000)).isTrue();
  }

  @Test
  void fewCallsAreComparedWithAllThereWere() {
    limits.look(metrics(calls(20, 1)), List.of(probe), 0.99);

    assertThat(isSlow(500_000_000)).isFalse();
    assertThat(isSlow(1_100_000_000)).isTrue();
  }

  @Test
  void otherOperationsAreNotLookedAt() {
    Probe other = Probes.of("SlowLimitsTest", "inner", "()V");
    other.aim(Probe.SPAN, Series.of("slow.inner"), null);

    limits.look(metrics(calls(20, 1)), List.of(other), 0.99);

    assertThat(other.isSlow(1_100_000_000)).isFalse();
  }
}
