package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gemba.api.export.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendsTest {

  private static final long SECOND = 1_000_000_000;
  private static final long MB = 1_000_000;

  private long nanos;
  private long value;
  private final Trends trends = new Trends(() -> nanos);

  private static double of(List<Metric> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .map(metric -> (Metric.Gauge) metric.data())
        .map(gauge -> gauge.points().get(0).value().doubleValue())
        .findFirst()
        .orElse(Double.NaN);
  }

  private List<Metric> run(int seconds, long perSecond) {
    List<Metric> metrics = List.of();
    for (int i = 0; i < seconds; i++) {
      nanos += SECOND;
      value += perSecond;
      metrics = trends.read();
    }
    return metrics;
  }

  @Test
  void tellsOfALeakAndWhenItWillHaveTakenAll() {
    value = 10 * MB;
    trends.watch("heap", "By", true, () -> value, () -> 1_000 * MB);
    List<Metric> metrics = run(300, MB);

    assertThat(of(metrics, "gemba.heap.trend")).isCloseTo(1e6, within(1e4));
    // 310 of 1000 MB are used; the lowest of the last window was some seconds ago.
    assertThat(of(metrics, "gemba.heap.exhaustion")).isBetween(690.0, 702.0);
    assertThat(metrics.get(0).unit()).isEqualTo("By/s");
  }

  @Test
  void tellsNothingOfWhatStaysAsItIs() {
    value = 10 * MB;
    trends.watch("heap", "By", false, () -> value, () -> 1_000 * MB);

    assertThat(run(300, 0)).isEmpty();
    assertThat(trends.growths().get(0).trend().growing()).isFalse();
    assertThat(trends.growths().get(0).exhaustionSeconds()).isNaN();
  }

  @Test
  void theSameAgainIsNoNewCollection() {
    value = 10 * MB;
    trends.watch("heap", "By", true, () -> value, () -> 1_000 * MB);
    run(300, 0);

    assertThat(trends.growths().get(0).windows()).isZero();
    assertThat(trends.growths().get(0).trend()).isNull();
  }

  @Test
  void whatHasNoLimitIsNotExhausted() {
    value = 20;
    trends.watch("thread", "{thread}", false, () -> value, () -> -1);

    assertThat(run(300, 1)).extracting(Metric::name).containsExactly("gemba.thread.trend");
  }

  @Test
  void whatIsNotKnownYetIsWaitedFor() {
    value = -1;
    trends.watch("heap", "By", true, () -> value, () -> 1_000 * MB);

    assertThat(run(300, 0)).isEmpty();
    assertThat(trends.growths().get(0).value()).isNegative();
  }

  @Test
  void watchesThisJvm() {
    assertThat(new Trends().growths())
        .extracting(Growth::name)
        .containsExactlyInAnyOrder("heap", "metaspace", "class", "thread", "buffer");
  }
}
