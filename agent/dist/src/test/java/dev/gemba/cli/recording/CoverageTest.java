package dev.gemba.cli.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private final Coverage coverage = new Coverage();

  @Test
  void hasNoBeginningWithoutAStretch() {
    coverage.add(0, 100);
    coverage.add(100, 99);

    assertThat(coverage.elapsed()).isZero();
    assertThat(coverage.start()).isNull();
    assertThat(coverage.end()).isNull();
  }

  @Test
  void countsAStretchWithinAnotherOnce() {
    coverage.add(10, 100);
    coverage.add(20, 30);

    assertThat(coverage.elapsed()).isEqualTo(Duration.ofNanos(90));
  }

  @Test
  void leavesGapsOutUntilTheyAreBridged() {
    coverage.add(40, 50);
    coverage.add(10, 20);
    assertThat(coverage.elapsed()).isEqualTo(Duration.ofNanos(20));

    coverage.add(20, 45);

    assertThat(coverage.elapsed()).isEqualTo(Duration.ofNanos(40));
    assertThat(coverage.start()).isEqualTo(Instant.EPOCH.plusNanos(10));
    assertThat(coverage.end()).isEqualTo(Instant.EPOCH.plusNanos(50));
  }
}
