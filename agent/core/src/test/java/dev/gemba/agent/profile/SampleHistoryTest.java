package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Profile.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleHistoryTest {

  private static final SampledStack STACK = new SampledStack(List.of(), List.of());

  private final SampleHistory history = new SampleHistory();

  @Test
  void findsWhatLiesBetweenWhateverTheOrderItCameIn() {
    history.begin(0);
    List<Sample> samples = new ArrayList<>();
    for (int nanos = 0; nanos < 1_000; nanos += 10) {
      samples.add(sample(7, nanos));
    }
    Collections.shuffle(samples, new Random(1));
    history.add(samples, 1_000, 10_000);
    history.add(List.of(sample(7, 1_500)), 2_000, 10_000);

    assertThat(history.of(7, 100, 130))
        .extracting(s -> s.nanos)
        .containsExactly(100L, 110L, 120L, 130L);
    assertThat(history.of(7, 101, 109)).isEmpty();
    assertThat(history.of(7, 990, 5_000)).extracting(s -> s.nanos).containsExactly(990L, 1_500L);
    assertThat(history.of(8, 0, 5_000)).isEmpty();
    assertThat(history.until()).isEqualTo(2_000);
  }

  @Test
  void forgetsWhatIsOldAndSaysSinceWhenItKnows() {
    history.begin(0);
    history.add(List.of(sample(7, 100), sample(7, 900), sample(8, 50)), 1_000, 500);

    assertThat(history.since()).isEqualTo(500);
    assertThat(history.of(7, 0, 1_000)).extracting(s -> s.nanos).containsExactly(900L);
    assertThat(history.of(8, 0, 1_000)).isEmpty();
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    history.begin(0);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 120_000; i++) {
      samples.add(sample(i % 10 + 1, i));
    }
    history.add(samples, 120_000, Long.MAX_VALUE / 2);

    int held = 0;
    for (int thread = 1; thread <= 10; thread++) {
      held += history.of(thread, 0, 120_000).size();
    }
    assertThat(held).isBetween(30_000, 50_000);
    assertThat(history.since()).isBetween(70_000L, 90_000L);
  }

  @Test
  void threadsThatAreUnknownAreNotHeld() {
    history.begin(0);
    history.add(List.of(sample(0, 1)), 10, 100);

    assertThat(history.isEmpty()).isTrue();
  }

  private static Sample sample(long threadId, long nanos) {
    return new Sample(Kind.CPU, nanos, threadId, 1, 1, STACK);
  }
}
