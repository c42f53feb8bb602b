package dev.gemba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class RecorderTest {

  private final Recorder recorder = Recorder.unseen();

  /** So many readings that take as long as is said; nanoseconds that the recorder makes of them. */
  private long read(int readings, IntToLongFunction nanos) {
    long before = recorder.valuesNanos();
    for (int i = 0; i < readings; i++) {
      if (recorder.isReadingToTime()) {
        recorder.valuesRead(nanos.applyAsLong(i));
      }
    }
    return recorder.valuesNanos() - before;
  }

  @Test
  void oneReadingStandsForOthers() {
    assertThat(read(6_100, i -> 300)).isEqualTo(6_100 * 300);
  }

  @Test
  void readingsOfOneCallAreTimedAlike() {
    // Four to a call, of which one takes most.
    assertThat(read(61 * 400, i -> i % 4 == 2 ? 4_000 : 100)).isEqualTo(61 * 100 * (4_000 + 300));
  }

  @Test
  void aLongReadingStandsForItselfAlone() {
    assertThat(read(6_100, i -> i == 0 ? 3_000_000 : 300)).isEqualTo(3_000_000 + 6_099 * 300);
  }

  @Test
  void longReadingsAreAllTimed() {
    assertThat(read(1_000, i -> 200_000)).isEqualTo(1_000 * 200_000);
  }
}
