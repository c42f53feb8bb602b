package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LitEffectTest {

  private static final int EXPERIMENTS = 2_000;

  @Test
  void knowsStudentsQuantiles() {
    assertThat(StudentT.quantile975(1)).isEqualTo(12.7062);
    assertThat(StudentT.quantile975(11)).isCloseTo(2.20099, within(2e-4));
    assertThat(StudentT.quantile975(29)).isCloseTo(2.04523, within(1e-4));
    assertThat(StudentT.quantile975(1_000_000)).isCloseTo(1.95996, within(1e-4));
  }

  /** An interval of 95 % misses the truth once in twenty experiments, not more and not less. */
  @Test
  void intervalsHoldTheTruthAsOftenAsTheySay() {
    for (int blocks : new int[] {6, 15, 40}) {
      Random random = new Random(blocks);
      int held = 0;
      for (int i = 0; i < EXPERIMENTS; i++) {
        List<Block> made = experiment(random, blocks, 1.04, 0.05, 0.3);
        held += LitEffect.logRatio(made).contains(Math.log(1.04)) ? 1 : 0;
      }
      assertThat((double) held / EXPERIMENTS)
          .as("coverage with %d blocks", blocks)
          .isBetween(0.93, 0.97);
    }
  }

  @Test
  void coversTheTruthAlsoWhereSomeWindowsCollectGarbage() {
    Random random = new Random(7);
    int held = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      List<Block> made = new ArrayList<>();
      for (Block block : experiment(random, 30, 1.04, 0.03, 0.1)) {
        boolean lit = random.nextBoolean();
        double garbage = random.nextInt(8) == 0 ? 0.3 : 0;
        made.add(
            new Block(
                block.litNanos() * (lit ? 1 + garbage : 1),
                block.litCalls(),
                block.dimNanos() * (lit ? 1 : 1 + garbage),
                block.dimCalls()));
      }
      held += LitEffect.logRatio(made).contains(Math.log(1.04)) ? 1 : 0;
    }
    assertThat((double) held / EXPERIMENTS).isBetween(0.92, 0.98);
  }

  @Property(tries = 200)
  void findsAnEffectThatStandsOut(
      @ForAll @DoubleRange(min = 0.05, max = 2) double effect, @ForAll long seed) {
    Interval found = LitEffect.logRatio(experiment(new Random(seed), 30, 1 + effect, 0.02, 0.3));

    assertThat(found.low()).isPositive();
    assertThat(found.value()).isCloseTo(Math.log(1 + effect), within(0.03));
  }

  @Property(tries = 200)
  void neitherDriftNorLoadMattersWhereNothingIsNoisy(
      @ForAll @IntRange(min = 4, max = 60) int blocks, @ForAll long seed) {
    Interval found = LitEffect.logRatio(experiment(new Random(seed), blocks, 1.1, 0, 0.5));

    assertThat(found.value()).isCloseTo(Math.log(1.1), within(1e-9));
    assertThat(found.width()).isCloseTo(0, within(1e-6));
  }

  @Test
  void doesNotTellWhatItCannotKnow() {
    assertThat(LitEffect.logRatio(List.of()).value()).isNaN();
    assertThat(LitEffect.logRatio(experiment(new Random(1), 3, 1.1, 0.01, 0)).value()).isNaN();
    List<Block> noCalls = List.of(idle(), idle(), idle(), idle(), idle());
    assertThat(LitEffect.logRatio(noCalls).value()).isNaN();
  }

  private static Block idle() {
    return new Block(1e6, 0, 1e6, 0);
  }

  /**
   * Blocks of a process whose calls take a microsecond each when dim.
   *
   * @param factor times as much when lit
   * @param noise of the CPU of each half of a block
   * @param load how much the number of calls varies from block to block
   */
  private static List<Block> experiment(
      Random random, int blocks, double factor, double noise, double load) {
    List<Block> made = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      double calls = 1e6 * Math.exp(load * random.nextGaussian());
      double litNanos = 1_000 * factor * calls * (1 + noise * random.nextGaussian());
      double dimNanos = 1_000 * calls * (1 + noise * random.nextGaussian());
      made.add(new Block(litNanos, calls, dimNanos, calls));
    }
    return made;
  }
}
