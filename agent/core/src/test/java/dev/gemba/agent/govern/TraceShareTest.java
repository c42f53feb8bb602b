package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceShareTest {

  private static final double BUDGET = 0.05;

  private final TraceShare traces = new TraceShare();

  @Test
  void keepsAQuarterWhenThreadsAreWhatCostsTooMuch() {
    assertThat(traces.decide(10, BUDGET, overhead(0.01, 0.08), true)).isTrue();
    assertThat(traces.share()).isEqualTo(0.25);
    assertThat(traces.decide(12, BUDGET, overhead(0.01, 0.08), true)).isFalse();
    assertThat(traces.decide(15, BUDGET, overhead(0.01, 0.08), true)).isTrue();
    assertThat(traces.share()).isEqualTo(0.0625);
  }

  @Test
  void leavesTracesAloneWhereCallsAreWhatCosts() {
    assertThat(traces.decide(10, BUDGET, overhead(0.2, 0.01), true)).isFalse();
  }

  @Test
  void leavesTracesAloneWhereThereAreNone() {
    assertThat(traces.decide(10, BUDGET, overhead(0.01, 0.2), false)).isFalse();
  }

  @Test
  void neverKeepsNone() {
    for (int second = 0; second < 1_000; second++) {
      traces.decide(second, BUDGET, overhead(0, 0.5), true);
    }

    assertThat(traces.share()).isPositive();
  }

  @Test
  void keepsMoreAgainWhenItFitsAndWaitsLongerAfterARelapse() {
    traces.decide(0, BUDGET, overhead(0, 0.08), true);

    assertThat(traces.decide(19, BUDGET, overhead(0, 0.005), true)).isFalse();
    assertThat(traces.decide(20, BUDGET, overhead(0, 0.012), true)).isFalse();
    assertThat(traces.decide(20, BUDGET, overhead(0, 0.005), true)).isTrue();
    assertThat(traces.share()).isEqualTo(1);

    assertThat(traces.decide(26, BUDGET, overhead(0, 0.08), true)).isTrue();
    assertThat(traces.decide(50, BUDGET, overhead(0, 0.005), true)).isFalse();
    assertThat(traces.decide(66, BUDGET, overhead(0, 0.005), true)).isTrue();
  }

  /** Of one busy CPU. */
  private static Overhead overhead(double calls, double threads) {
    return new Overhead(
        calls + threads,
        Duration.ofSeconds(1),
        ByLevel.ZERO,
        ByLevel.ZERO,
        calls,
        0,
        threads,
        1,
        Map.of());
  }
}
