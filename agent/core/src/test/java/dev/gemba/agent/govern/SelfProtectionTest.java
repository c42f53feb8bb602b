package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SelfProtectionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MB = 1 << 20;

  private final SelfProtection protection = new SelfProtection(Bounds.of(800 * MB));
  private long second;

  private SelfProtection.Stop look(long heapBytes, int threads, long errors) {
    second++;
    // The clock may begin anywhere, and pass the end of its range.
    long nanoTime = Long.MAX_VALUE - 5_000_000_000L + second * 1_000_000_000L;
    return protection.look(NOW, new Vitals(nanoTime, heapBytes, threads, errors));
  }

  @Test
  void letsPassWhatIsWithinBounds() {
    for (int i = 0; i < 200; i++) {
      assertThat(look(100 * MB, 64, i * 8L)).isNull();
    }
    assertThat(protection.stop()).isNull();
    assertThat(stopped()).isEqualTo(0L);
  }

  @Test
  void stopsOnceForTooMuchHeap() {
    SelfProtection.Stop stop = look(101 * MB, 5, 0);

    assertThat(stop.text()).isEqualTo("its data take 101 MB of the heap, more than 100 MB");
    assertThat(stop.at()).isEqualTo(NOW);
    assertThat(look(101 * MB, 5, 0)).as("told once").isNull();
    assertThat(protection.stop()).isSameAs(stop);
    assertThat(stopped()).isEqualTo(1L);
  }

  @Test
  void stopsForTooManyThreads() {
    assertThat(look(0, 65, 0).text()).isEqualTo("it has 65 threads, more than 64");
  }

  @Test
  void countsWhatFailedBeforeTheFirstLook() {
    protection.begin(new Vitals(Long.MAX_VALUE - 5_000_000_000L, 0, 0, 100));

    assertThat(look(0, 5, 601).text()).contains("it failed 501 times");
  }

  @Test
  void stopsForErrorsThatComeFastAndNotForOldOnes() {
    look(0, 5, 10_000);
    for (int i = 0; i < 30; i++) {
      assertThat(look(0, 5, 10_400)).isNull();
    }

    SelfProtection.Stop stop = look(0, 5, 10_501);

    assertThat(stop.reason()).isEqualTo("errors");
    assertThat(stop.text()).isEqualTo("it failed 501 times within a minute, more than 500 times");
  }

  @Test
  void triesAgainWhenToldTo() {
    look(0, 65, 1_000);
    assertThat(protection.rearm()).isTrue();
    assertThat(protection.stop()).isNull();

    assertThat(look(0, 5, 2_000)).as("errors from before").isNull();
    assertThat(protection.rearm()).isFalse();
    assertThat(look(0, 65, 2_000)).as("still too many").isNotNull();
  }

  @Test
  void leavesRoomInTheSmallestHeap() {
    assertThat(Bounds.of(16 * MB).heapBytes()).isEqualTo(8 * MB);
  }

  private long stopped() {
    NumberPoint point = ((Metric.Gauge) protection.metric().data()).points().get(0);
    return point.value().longValue();
  }
}
