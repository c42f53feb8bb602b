package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private static final Optional<Duration> NO_WISH = Optional.empty();

  private long nanos = 1_000_000_000_000L;
  private double random = 1;
  private final BackOff backOff = new BackOff(() -> nanos, () -> random);

  @Test
  void doublesUpToHalfAMinute() {
    for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
      backOff.failed(NO_WISH);
      assertThat(backOff.leftMillis()).isEqualTo(seconds * 1_000);
    }
  }

  @Test
  void takesARandomPartOfThat() {
    backOff.failed(NO_WISH);
    random = 0.25;
    backOff.failed(NO_WISH);
    assertThat(backOff.leftMillis()).isEqualTo(500);
    random = 0;
    backOff.failed(NO_WISH);
    assertThat(backOff.leftMillis()).isZero();
  }

  @Test
  void passes() {
    backOff.failed(NO_WISH);
    nanos += 999_000_001;
    assertThat(backOff.leftMillis()).as("rounded up").isEqualTo(1);
    nanos += 1_000_000;
    assertThat(backOff.leftMillis()).isZero();
    assertThat(backOff.isFailing()).isTrue();
  }

  @Test
  void leavesAServerAloneForAsLongAsItWishesAndALittleLonger() {
    random = 0.5;
    backOff.failed(Optional.of(Duration.ofSeconds(90)));
    assertThat(backOff.leftMillis()).isEqualTo(90_500);
    backOff.failed(Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThat(backOff.leftMillis()).as("but not for ever").isEqualTo(600_500);
  }

  @Test
  void beginsAnewAfterASuccess() {
    backOff.failed(NO_WISH);
    backOff.failed(NO_WISH);
    backOff.succeeded();
    assertThat(backOff.leftMillis()).isZero();
    assertThat(backOff.isFailing()).isFalse();
    backOff.failed(NO_WISH);
    assertThat(backOff.leftMillis()).isEqualTo(1_000);
  }
}
