package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendWindowsTest {

  private static final long SECOND = 1_000_000_000;

  private final TrendWindows windows = new TrendWindows(100 * SECOND, 5 * SECOND);

  private void add(int second, double value) {
    windows.add((100 + second) * SECOND, value);
  }

  @Test
  void keepsTheLowestOfEachWindow() {
    add(0, 7);
    add(2, 3);
    add(4, 9);
    assertThat(windows.complete()).isZero();
    assertThat(windows.newest()).isNaN();
    add(5, 8);

    assertThat(windows.complete()).isEqualTo(1);
    assertThat(windows.newest()).isEqualTo(3);
  }

  @Test
  void windowsGrowWithTheTimeAndTheSlopeStays() {
    for (int second = 0; second < 3 * 3600; second++) {
      // A saw tooth above what leaks.
      add(second, 1000 + second * 2 + 500 * (second % 40));
      assertThat(windows.complete()).isLessThan(60);
    }

    assertThat(windows.complete()).isGreaterThanOrEqualTo(30);
    assertThat(windows.windowSeconds()).isEqualTo(320);
    assertThat(windows.trend().growing()).isTrue();
    assertThat(windows.trend().perSecond()).isCloseTo(2, within(0.05));
  }

  @Test
  void theLowestOfTwoWindowsIsThatOfTheOneThatTheyBecome() {
    for (int i = 0; i <= 60; i++) {
      add(5 * i, i == 58 ? 5 : 9);
    }

    assertThat(windows.windowSeconds()).isEqualTo(10);
    assertThat(windows.newest()).isEqualTo(5);
  }

  @Test
  void fromHoursOnTheOldestIsForgotten() {
    int start = 24 * 3600;
    for (int second = 0; second < start; second += 10) {
      add(second, 100 + second);
    }
    assertThat(windows.trend().growing()).isTrue();
    for (int second = start; second < 2 * start; second += 10) {
      add(second, start + second % 3600);
    }

    assertThat(windows.windowSeconds()).isBetween(600.0, 1300.0);
    assertThat(windows.trend().growing()).isFalse();
  }

  @Test
  void windowsWithoutAValueAreLeftOut() {
    for (int i = 0; i < 20; i++) {
      add(i * 10, i);
    }
    assertThat(windows.complete()).isEqualTo(19);
    assertThat(windows.trend().perSecond()).isCloseTo(0.1, within(1e-9));
    add(7 * 24 * 3600, 1);

    assertThat(windows.complete()).isZero();
  }
}
