package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.record.RecorderReader;
import dev.gemba.agent.record.WallClock;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Resource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CollectorTest {

  private final AtomicInteger turns = new AtomicInteger();
  private final CompletableFuture<Integer> turnOfFirst = new CompletableFuture<>();
  private final WallClock clock = new WallClock(Clock.systemUTC(), System::nanoTime);
  private final RecorderReader reader = new RecorderReader(clock, new DropCounters());
  private final Collector collector =
      new Collector(
          reader,
          clock,
          () -> new Resource(new Attributes(Map.of())),
          List::of,
          snapshot -> turnOfFirst.complete(turns.get()),
          turns::incrementAndGet,
          () -> {},
          message -> {});

  @Test
  void aSnapshotComesEveryTenTurns() throws Exception {
    assertThat(first()).isEqualTo(10);
  }

  @Test
  void whoWaitsForOneGetsItSooner() throws Exception {
    collector.snapshotSoon();
    assertThat(first()).isEqualTo(2);
  }

  private int first() throws Exception {
    collector.start();
    try {
      return turnOfFirst.get(30, TimeUnit.SECONDS);
    } finally {
      collector.close(30_000);
      reader.close();
    }
  }
}
