package dev.gemba.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatecomersTest {

  private static final long NOW = 7_000;
  private static final long LATER = NOW + Duration.ofSeconds(3).toNanos();
  private static final Set<String> MET = Set.of("java/sql/Driver");

  private final Latecomers latecomers = new Latecomers();

  @Test
  void looksAtEachTypeAtOnceAndOnceMoreLater() {
    assertThat(latecomers.toLookAt(MET, NOW)).isEqualTo(MET);
    assertThat(latecomers.toLookAt(MET, NOW + 1)).isEmpty();
    assertThat(latecomers.hasToLookAt(MET, LATER)).isTrue();
    assertThat(latecomers.toLookAt(MET, LATER)).isEqualTo(MET);
    assertThat(latecomers.hasToLookAt(MET, LATER + LATER)).isFalse();
  }

  @Test
  void looksAtNothingThatHasNotCome() {
    assertThat(latecomers.hasToLookAt(Set.of(), NOW)).isFalse();
    assertThat(latecomers.toLookAt(Set.of(), NOW)).isEmpty();
  }
}
