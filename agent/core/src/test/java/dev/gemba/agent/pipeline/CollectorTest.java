package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.record.EndedSpan;
import dev.gemba.agent.record.RecorderReader;
import dev.gemba.agent.record.WallClock;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import dev.gemba.bootstrap.Bridge;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.Series;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CollectorTest {

  private final List<Snapshot> delivered = new CopyOnWriteArrayList<>();
  private final WallClock clock = new WallClock(Clock.systemUTC(), System::nanoTime);
  private final RecorderReader reader = new RecorderReader(clock, new DropCounters());
  private final AtomicInteger turns = new AtomicInteger();
  private final CompletableFuture<Integer> turnsUntilFirst = new CompletableFuture<>();
  private boolean broken;
  private final Collector collector =
      new Collector(
          reader,
          clock,
          () -> new Resource(Attributes.empty()),
          List::of,
          new NoSamples(),
          snapshot -> {
            turnsUntilFirst.complete(turns.get());
            delivered.add(snapshot);
          },
          () -> {
            turns.incrementAndGet();
            if (broken) {
              throw new IllegalStateException("planted");
            }
          },
          () -> {},
          message -> {});

  @AfterEach
  void close() throws InterruptedException {
    collector.close(10_000);
    reader.close();
  }

  @Test
  void answersOnItsOwnThreadBetweenItsTurns() throws Exception {
    collector.start();

    assertThat(collector.ask(() -> Thread.currentThread().getName())).isEqualTo("gemba-collector");
    assertThatThrownBy(
            () ->
                collector.ask(
                    () -> {
                      throw new IllegalStateException("planted");
                    }))
        .hasRootCauseMessage("planted");
    assertThat(collector.ask(() -> 42)).as("goes on").isEqualTo(42);
  }

  @Test
  void deliversAtOnceWhenToldTo() throws Exception {
    collector.start();
    int before = delivered.size();

    collector.flush();

    assertThat(delivered).hasSizeGreaterThan(before);
  }

  @Test
  void deliversSpansOnceAndKeepsNone() throws Exception {
    Probe probe = Probes.of("com.acme.Board", "load", "()V");
    probe.aim(Probe.SPAN, Series.of("board.load"), null);
    Bridge.exit(probe.id, Bridge.enter(probe.id), null);
    Probes.darken();
    collector.start();

    collector.flush();

    assertThat(delivered.stream().flatMap(snapshot -> snapshot.spans().stream())).hasSize(1);
    assertThat(collector.newestSpans()).isEqualTo(1);
    assertThat(collector.newest().spans()).isEmpty();
    assertThat(collector.newest().time()).isEqualTo(delivered.get(0).time());
    collector.flush();
    assertThat(collector.newestSpans()).isZero();
  }

  @Test
  void takesASnapshotEachSecondHoweverFewTurnsThatGivesIt() throws Exception {
    long start = System.nanoTime();
    collector.start();

    assertThat(turnsUntilFirst.get(20, TimeUnit.SECONDS)).isBetween(1, 10);
    assertThat(System.nanoTime() - start).isGreaterThan(900_000_000);
  }

  @Test
  void takesOneSoonerForWhoWaitsForIt() throws Exception {
    collector.snapshotSoon();
    collector.start();

    assertThat(turnsUntilFirst.get(20, TimeUnit.SECONDS)).isEqualTo(2);
  }

  @Test
  void leavesNobodyWaitingOnceItHasEnded() throws Exception {
    collector.start();
    collector.close(10_000);

    assertThatThrownBy(() -> collector.ask(() -> 1)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void countsWhatFails() throws Exception {
    broken = true;
    collector.start();
    while (collector.failures() < 2) {
      collector.ask(() -> true);
      Thread.onSpinWait();
    }

    assertThat(collector.failures()).isGreaterThanOrEqualTo(2);
  }

  private static final class NoSamples implements Collector.Samples {
    @Override
    public List<Span> bill(List<EndedSpan> ended) {
      return ended.stream().map(EndedSpan::span).toList();
    }

    @Override
    public List<Profile> takeProfiles() {
      return List.of();
    }
  }
}
