package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.govern.OwnThreads.Live;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnThreadsTest {

  private final List<Live> live = new ArrayList<>();
  private final Map<Long, Long> cpuNanos = new HashMap<>();
  private long heldBytes = OwnThreads.WORTH_BYTES;
  private final OwnThreads threads =
      new OwnThreads(
          new OwnThreads.Jvm(
              () -> live,
              id -> cpuNanos.getOrDefault(id, -1L),
              id -> cpuNanos.getOrDefault(id, -1L) * 100,
              () -> 1_000,
              () -> 1_000_000,
              () -> 7,
              () -> 4 * OwnThreads.WORTH_BYTES),
          () -> heldBytes);

  @Test
  void addsUpThreadsOfGembaOnly() {
    starts(1, "main", 500);
    starts(2, "gemba-collector", 30);
    starts(3, "gemba-otlp-1", 4);
    starts(4, "gemba-otlp-12", 5);

    CpuTimes times = threads.get();

    assertThat(times.threadNanos())
        .containsOnly(Map.entry("gemba-collector", 30L), Map.entry("gemba-otlp", 9L));
    assertThat(times.allThreadsNanos()).isEqualTo(39);
    assertThat(times.processNanos()).isEqualTo(1_000);
  }

  @Test
  void keepsWhatEndedThreadsHad() {
    starts(1, "gemba-otlp-1", 40);
    threads.get();
    live.clear();
    starts(2, "gemba-otlp-2", 2);

    assertThat(threads.get().threadNanos()).containsOnly(Map.entry("gemba-otlp", 42L));
    assertThat(threads.get().threadNanos()).containsOnly(Map.entry("gemba-otlp", 42L));
  }

  @Test
  void addsUpWhatTheyAllocateAndKeepsItToo() {
    starts(1, "main", 500);
    starts(2, "gemba-collector", 30);
    starts(3, "gemba-otlp-1", 4);
    assertThat(threads.get().garbage()).isEqualTo(new Garbage(3_400, 1_000_000, 7, 0.25));
    assertThat(threads.get().ownThreads()).isEqualTo(2);
    live.remove(2);
    heldBytes--;
    assertThat(threads.get().garbage().heldPart()).as("not worth it").isZero();

    assertThat(threads.get().garbage().ownBytes()).isEqualTo(3_400);
    assertThat(threads.get().ownThreads()).isEqualTo(1);
  }

  @Test
  void keepsWhatAThreadHadThatEndsWhileItIsRead() {
    starts(1, "gemba-control", 40);
    threads.get();
    cpuNanos.remove(1L);

    assertThat(threads.get().threadNanos()).containsOnly(Map.entry("gemba-control", 40L));
  }

  @Test
  void seesTheCpuOfARealThread() throws InterruptedException {
    CpuTimes[] seen = new CpuTimes[2];
    Thread thread =
        new Thread(
            () -> {
              OwnThreads own = OwnThreads.ofThisJvm(() -> 0);
              seen[0] = own.get();
              while (seen[1] == null || used(seen) == 0) {
                seen[1] = own.get();
              }
            },
            "gemba-test");
    thread.start();
    thread.join();

    assertThat(seen[1].since(seen[0]).threadNanos()).containsKey("gemba-test");
    assertThat(seen[1].processNanos()).isPositive();
    assertThat(seen[1].garbage().ownBytes()).isPositive();
    assertThat(seen[1].garbage().allBytes()).isGreaterThan(seen[1].garbage().ownBytes());
    assertThat(seen[1].garbage().collectorNanos()).isNotNegative();
  }

  private static long used(CpuTimes[] seen) {
    return seen[1].since(seen[0]).threadNanos().getOrDefault("gemba-test", 0L);
  }

  private void starts(long id, String name, long nanos) {
    live.add(new Live(id, name));
    cpuNanos.put(id, nanos);
  }
}
