package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.bootstrap.Probe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldTest {

  private static final Rung DARK = new Rung(Probe.DARK, false);
  private static final double BUDGET_NANOS = 50e6;

  private final Held held = new Held();
  private Set<String> unwoven;
  private final Governor.Controls controls =
      new Governor.Controls() {
        @Override
        public List<Governor.Operation> operations() {
          return List.of();
        }

        @Override
        public String operationOf(String recorded) {
          return recorded;
        }

        @Override
        public void hold(Map<String, Integer> levels, Set<String> withoutValues, Set<String> dark) {
          unwoven = dark;
        }

        @Override
        public void keepTraces(double share) {}

        @Override
        public void sampleSlower(int times) {}

        @Override
        public void exportEvery(int seconds) {}
      };

  @Test
  void keepsDarkProbesWovenForAWhileIfTheyCostLittle() {
    darken("a", 1_000_000, 1);
    darken("b", 1_000_000, 1);

    assertThat(unwovenAtOnce()).isEmpty();
  }

  @Test
  void givesBackTheDearestAtOnce() {
    darken("hot", 30_000_000, 1);
    darken("a", 1_000_000, 1);

    assertThat(unwovenAtOnce()).containsExactly("hot");
  }

  @Test
  void reckonsWithThePaceWithoutGemba() {
    darken("hot", 3_000_000, 10);

    assertThat(unwovenAtOnce()).containsExactly("hot");
  }

  @Test
  void givesBackThoseThatCachesDoNotHold() {
    for (int i = 0; i < ColdCalls.WARM * 3; i++) {
      darken("o" + i, i < 500 ? 2_000 : 1_000, 1);
    }

    // A quarter of the budget holds some sixty.
    assertThat(unwovenAtOnce()).hasSizeBetween(2_900, 2_950).contains("o0", "o499");
  }

  @Test
  void givesBackAfterAMinuteWhatHasCostMoreByThen() {
    darken("a", 2_000_000, 1);

    assertThat(held.unweaveRested(59.9)).isFalse();
    assertThat(held.unweaveRested(60)).isTrue();
    assertThat(held.unweaveRested(1_000)).isFalse();
  }

  @Test
  void keepsWovenWhatHasNotYetCostWhatGivingItBackCosts() {
    darken("a", 100_000, 1);
    darken("never", 0, 1);

    assertThat(held.unweaveRested(999)).isFalse();
    assertThat(held.unweaveRested(1_000)).isTrue();
    assertThat(held.unweaveRested(1_000_000)).isFalse();
  }

  @Test
  void givesBackOnlySomeAtATimeTheDearestFirst() {
    for (int i = 0; i < Held.MOST_GIVEN_BACK; i++) {
      darken("o" + i, 3_000_000, 1);
    }
    darken("cheapest", 2_000_000, 1);

    assertThat(held.unweaveRested(60)).isTrue();
    held.tell(controls);
    assertThat(unwoven).hasSize(Held.MOST_GIVEN_BACK).doesNotContain("cheapest");
    assertThat(held.unweaveRested(119.9)).isFalse();
    assertThat(held.unweaveRested(120)).isTrue();
    held.tell(controls);
    assertThat(unwoven).hasSize(Held.MOST_GIVEN_BACK + 1);
  }

  private Set<String> unwovenAtOnce() {
    held.unweave(BUDGET_NANOS);
    held.tell(controls);
    return unwoven;
  }

  private void darken(String operation, double callsPerSecond, double slowdown) {
    held.move(
        new Load(operation, Probe.COUNT, Probe.SPAN, false, false, false, callsPerSecond),
        DARK,
        0,
        slowdown);
  }
}
