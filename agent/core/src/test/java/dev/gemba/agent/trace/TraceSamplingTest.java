package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gemba.agent.config.Sampling;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import dev.gemba.bootstrap.Sampler;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceSamplingTest {

  private static final int DRAWS = 200_000;

  private final TraceSampling sampling = new TraceSampling();
  private Instant now = Instant.EPOCH;

  @AfterEach
  void keepAll() {
    Sampler.keep(1);
    Sampler.judge(false, false, Long.MAX_VALUE, 1);
  }

  private static Sampling config(double keep, OptionalInt perSecond) {
    return new Sampling(keep, perSecond, OptionalDouble.empty(), Optional.empty(), false);
  }

  private static double ratio() {
    SplittableRandom random = new SplittableRandom(1);
    int kept = 0;
    for (int i = 0; i < DRAWS; i++) {
      kept += Sampler.wouldKeep(random.nextLong()) ? 1 : 0;
    }
    return (double) kept / DRAWS;
  }

  private void second(int drawn, String parent, String traceState) {
    now = now.plusSeconds(1);
    Span span =
        new Span(
            "0".repeat(31) + "1",
            "0".repeat(15) + "1",
            parent,
            "root",
            Span.Kind.INTERNAL,
            0,
            0,
            Attributes.empty(),
            null,
            traceState);
    sampling.look(
        new Snapshot(
            new Resource(Attributes.empty()),
            Instant.EPOCH,
            now,
            List.of(),
            Collections.nCopies(drawn, span)));
  }

  @Test
  void drawsAsTheConfigHasItWhileTracesAreFew() {
    sampling.follow(config(0.2, OptionalInt.of(20)));
    second(0, "", "ot=th:c");
    second(10, "", "ot=th:c");

    assertThat(ratio()).isCloseTo(0.2, within(0.01));
  }

  @Test
  void drawsEachWithASmallerProbabilityWhereTheyAreMany() {
    sampling.follow(config(0.2, OptionalInt.of(20)));
    second(0, "", "");
    // 1,000 traces a second, each drawn with the probability of that moment.
    for (int i = 0; i < 20; i++) {
      second((int) Math.round(1_000 * ratio()), "", "ot=th:c");
    }

    assertThat(ratio()).isCloseTo(0.02, within(0.002));
  }

  @Test
  void drawsMoreAgainOnceTheyAreFew() {
    sampling.follow(config(0.2, OptionalInt.of(20)));
    second(0, "", "");
    second(2_000, "", "ot=th:c");
    assertThat(ratio()).isLessThan(0.02);
    for (int i = 0; i < 12; i++) {
      second(0, "", "");
    }

    assertThat(ratio()).isCloseTo(0.2, within(0.01));
  }

  @Test
  void onlyTracesThatWereDrawnHereCount() {
    sampling.follow(config(0.2, OptionalInt.of(20)));
    second(0, "", "");
    for (int i = 0; i < 5; i++) {
      second(500, "0".repeat(15) + "2", "ot=th:c");
      second(500, "", "");
    }

    assertThat(ratio()).isCloseTo(0.2, within(0.01));
  }

  @Test
  void allAreKeptWhereAllAreAskedForOrNoRateIs() {
    for (Sampling config :
        List.of(config(1, OptionalInt.of(20)), config(0.5, OptionalInt.empty()))) {
      sampling.follow(config);
      second(0, "", "");
      second(5_000, "", "ot=th:0");

      assertThat(ratio()).isCloseTo(config.keepRatio(), within(0.01));
    }
  }

  @Test
  void theGovernorsShareComesOffWhatIsKept() {
    sampling.follow(config(0.4, OptionalInt.of(20)));
    sampling.share(0.5);
    assertThat(ratio()).isCloseTo(0.2, within(0.01));
    second(0, "", "");
    assertThat(ratio()).isCloseTo(0.2, within(0.01));
    sampling.follow(config(0.2, OptionalInt.of(20)));
    assertThat(ratio()).isCloseTo(0.1, within(0.01));
  }
}
