package dev.gemba.kanban.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.kanban.problem.Problem;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final Principal slow = new Principal("slow", Role.VIEWER, 2);
  private long nanos = Long.MAX_VALUE - 5; // The clock may overflow: only differences count.
  private final RateLimiter limiter = new RateLimiter(() -> nanos);

  @Test
  void letsABurstThroughAndThenTheRate() {
    assertThat(passed(slow)).isEqualTo(4);
    nanos += TimeUnit.MILLISECONDS.toNanos(500);
    assertThat(passed(slow)).isEqualTo(1);
    nanos += TimeUnit.SECONDS.toNanos(1);
    assertThat(passed(slow)).isEqualTo(2);
  }

  @Test
  void savesUpNoMoreThanABurst() {
    passed(slow);
    nanos += TimeUnit.HOURS.toNanos(1);

    assertThat(passed(slow)).isEqualTo(4);
  }

  @Test
  void saysWhenToComeBack() {
    passed(slow);

    assertThatThrownBy(() -> limiter.acquire(slow))
        .isInstanceOfSatisfying(
            Problem.RateLimited.class,
            problem -> assertThat(problem.headers()).containsEntry("Retry-After", "1"));
  }

  @Test
  void everyKeyHasABucketOfItsOwn() {
    passed(slow);

    assertThat(passed(new Principal("other", Role.VIEWER, 3))).isEqualTo(6);
  }

  private int passed(Principal principal) {
    for (int passed = 0; ; passed++) {
      try {
        limiter.acquire(principal);
      } catch (Problem.RateLimited ignored) { // The bucket is empty.
        return passed;
      }
    }
  }
}
