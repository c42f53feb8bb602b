package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is tried again, what is not, and that nothing goes uncounted. */
@Timeout(30)
class LaneTest {

  private static final double AT_ONCE = 0;
  private static final double LATE = 1;

  private final DropCounters drops = new DropCounters();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Server server = new Server();
  private Lane lane;

  private void open(double pause) {
    lane =
        new Lane(
            "s",
            () -> server,
            losses -> null,
            new LaneQueue("s", drops),
            new BackOff(System::nanoTime, () -> pause),
            messages::add);
    lane.start();
  }

  @AfterEach
  void everythingAddsUp() throws InterruptedException {
    lane.queue().beginClose();
    assertThat(lane.awaitEnd(20_000)).isTrue();
    assertThat(server.closed.getCount()).isZero();
    SpanAccount account = account();
    assertThat(account.addsUp()).as(account.toString()).isTrue();
    assertThat(account.waiting()).isZero();
    assertThat(account.sent()).isEqualTo(server.taken.size());
    long counted =
        drops.totals().entrySet().stream()
            .filter(loss -> !loss.getKey().startsWith("profile-"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(counted).isEqualTo(account.lost());
  }

  @Test
  void triesAgainWhatMayBeTriedAgainUntilItArrives() throws Exception {
    server.next.addAll(List.of(Server.away(), Server.away(), Server.away()));
    open(AT_ONCE);
    lane.queue().accept(Samples.at(1, "a", "b"));

    await(() -> account().sent() == 2);
    assertThat(server.names()).containsExactly("a", "b");
    assertThat(server.tries).hasSize(4);
    assertThat(account().dropped()).isEmpty();
    assertThat(messages)
        .containsExactly(
            "exporter s failed, and is tried again: planted", "exporter s works again");
    assertThat(lane.state().state()).isEqualTo("open");
  }

  @Test
  void triesOldSpansBeforeNewOnesAndWithTheNewestMetrics() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.next.add(
        snapshot -> {
          entered.countDown();
          go.await();
          throw Server.failure(snapshot.spans(), 0, 0, Optional.empty(), false);
        });
    open(AT_ONCE);
    lane.queue().accept(Samples.at(1, "a", "b"));
    entered.await();
    lane.queue().accept(Samples.at(2, "c"));
    go.countDown();

    await(() -> account().sent() == 3);
    assertThat(server.names()).containsExactly("a", "b", "c");
    assertThat(server.tries.get(1).metrics().get(0).name()).isEqualTo("m2");
  }

  @Test
  void triesAgainOnlyWhatIsLeft() throws Exception {
    server.next.add(
        snapshot -> {
          server.taken.add(snapshot.spans().get(0));
          throw Server.failure(snapshot.spans().subList(2, 3), 1, 0, Optional.empty(), false);
        });
    open(AT_ONCE);
    lane.queue().accept(Samples.at(1, "a", "b", "c"));

    await(() -> account().sent() == 2);
    assertThat(server.names()).containsExactly("a", "c");
    assertThat(account().dropped()).isEqualTo(Map.of("exporter", 1L));
  }

  @Test
  void doesNotTryAgainWhatIsRefused() throws Exception {
    server.next.add(Server.refusing());
    open(AT_ONCE);
    lane.queue().accept(Samples.at(1, "a", "b"));
    await(() -> account().lost() == 2);
    lane.queue().accept(Samples.at(2, "c"));

    await(() -> account().sent() == 1);
    assertThat(server.names()).containsExactly("c");
    assertThat(drops.totals()).isEqualTo(Map.of("exporter:s", 2L));
  }

  @Test
  void doesNotTryAgainWhereNobodyKnowsWhatArrived() throws Exception {
    server.next.add(
        snapshot -> {
          throw new IOException("no idea");
        });
    open(AT_ONCE);
    lane.queue().accept(Samples.at(1, "a"));

    await(() -> account().lost() == 1);
    assertThat(server.tries).hasSize(1);
  }

  @Test
  void tellsOnceThatProfilesAreLostUntilSomeArrive() throws Exception {
    server.next.addAll(
        List.of(losing(), Snapshot::spans, losing(), Snapshot::spans, losing(), Snapshot::spans));
    open(AT_ONCE);
    for (Snapshot next :
        List.of(
            profiles(1), Samples.at(2, "a"), profiles(3), profiles(4), profiles(5), profiles(6))) {
      int tried = server.tries.size();
      lane.queue().accept(next);
      await(() -> server.tries.size() > tried && lane.queue().account().waiting() == 0);
    }
    lane.queue().beginClose();
    assertThat(lane.awaitEnd(20_000)).isTrue();

    assertThat(messages)
        .containsExactly("exporter s: no use for them", "exporter s: no use for them");
    assertThat(lane.state().state()).isEqualTo("open");
    assertThat(drops.totals()).isEqualTo(Map.of("profile-exporter:s", 3L));
  }

  private static Server.Behaviour losing() {
    return snapshot -> {
      throw new ExportException(
          "no use for them",
          null,
          new Undelivered(List.of(), 0, 0, snapshot.profiles().size(), Optional.empty(), true));
    };
  }

  private static Snapshot profiles(int second) {
    Instant start = Instant.EPOCH.plusSeconds(second);
    Profile profile = new Profile(start, start.plusSeconds(1), "none", List.of());
    return Samples.at(second).withProfiles(List.of(profile));
  }

  @Test
  void countsWhatAServerRejectsAndGoesOnWithoutAPause() throws Exception {
    server.next.add(
        snapshot -> {
          server.taken.add(snapshot.spans().get(0));
          throw Server.failure(List.of(), 0, 2, Optional.empty(), true);
        });
    open(LATE);
    lane.queue().accept(Samples.at(1, "a", "b", "c"));
    await(() -> account().lost() == 2);
    assertThat(lane.state().state()).isEqualTo("open");
    long start = System.nanoTime();
    lane.queue().accept(Samples.at(2, "d"));

    await(() -> account().sent() == 2);
    assertThat(System.nanoTime() - start).isLessThan(900_000_000);
    assertThat(server.names()).containsExactly("a", "d");
    assertThat(drops.totals()).isEqualTo(Map.of("exporter-rejected:s", 2L));
    assertThat(messages).containsExactly("exporter s: planted");
  }

  @Test
  void refusesToBelieveAnExporterThatLosesMoreThanItWasGiven() throws Exception {
    server.next.add(
        snapshot -> {
          throw Server.failure(List.of(), 5, 0, Optional.empty(), false);
        });
    open(AT_ONCE);
    lane.queue().accept(Samples.at(1, "a", "b"));

    await(() -> account().lost() == 2);
  }

  @Test
  void leavesAServerAloneForAsLongAsItWishes() throws Exception {
    server.next.add(Server.away(Duration.ofMillis(400)));
    open(AT_ONCE);
    long start = System.nanoTime();
    lane.queue().accept(Samples.at(1, "a"));
    lane.queue().accept(Samples.at(2, "b"));

    await(() -> account().sent() == 2);
    assertThat(System.nanoTime() - start).isGreaterThan(400_000_000);
  }

  @Test
  void endsAtOnceWhileItPausesAfterOneMoreTry() throws Exception {
    server.usual = Server.away(Duration.ofHours(1));
    open(LATE);
    lane.queue().accept(Samples.at(1, "a", "b"));
    await(() -> lane.state().state().equals("failing"));
    long start = System.nanoTime();

    lane.queue().beginClose();
    assertThat(lane.awaitEnd(20_000)).isTrue();

    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    assertThat(server.tries).hasSize(2);
    assertThat(drops.totals()).isEqualTo(Map.of("exporter-shutdown:s", 2L));
  }

  @Test
  void countsWhatItHeldWhenItHadToHurry() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    server.next.add(
        snapshot -> {
          entered.countDown();
          new CountDownLatch(1).await();
          return List.of();
        });
    open(AT_ONCE);
    lane.queue().accept(Samples.at(1, "a", "b"));
    entered.await();
    lane.queue().accept(Samples.at(2, "c"));
    assertThat(account().waiting()).isEqualTo(3);
    lane.queue().beginClose();
    lane.hurry();

    assertThat(lane.awaitEnd(20_000)).isTrue();
    assertThat(account().dropped()).isEqualTo(Map.of("exporter-shutdown", 3L));
  }

  @Test
  void boundsWhatWaitsThroughAnOutageAndCountsTheRest() throws Exception {
    server.usual = Server.away();
    open(LATE);
    int most = LaneQueue.MAX_WAITING_SPANS;
    lane.queue().accept(Samples.at(1, most - 1));
    await(() -> lane.state().state().equals("failing"));
    lane.queue().accept(Samples.at(2, 3));

    await(() -> account().lost() == 2);
    assertThat(account().waiting()).isEqualTo(most);
    assertThat(account().dropped()).isEqualTo(Map.of("exporter-queue", 2L));
  }

  @Test
  void addsUpAtEveryMomentWhateverAServerDoes() throws Exception {
    Random random = new Random(42);
    server.usual = snapshot -> anything(random, snapshot);
    open(AT_ONCE);
    int recorded = 0;
    for (int i = 0; i < 2_000; i++) {
      int spans = i % 7;
      recorded += spans;
      lane.queue().accept(Samples.at(i, spans));
      SpanAccount now = account();
      assertThat(now.addsUp()).as(now.toString()).isTrue();
    }
    server.usual = Snapshot::spans;

    await(() -> account().waiting() == 0);
    assertThat(account().recorded()).isEqualTo(recorded);
  }

  private static List<Span> anything(Random random, Snapshot snapshot) throws Exception {
    int all = snapshot.spans().size();
    return switch (random.nextInt(5)) {
      case 0 -> throw Server.failure(snapshot.spans(), 0, 0, Optional.empty(), false);
      case 1 -> throw Server.failure(List.of(), all, 0, Optional.empty(), false);
      case 2 -> throw new IOException("no idea");
      default -> snapshot.spans();
    };
  }

  private SpanAccount account() {
    return lane.state().spans();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("in time").isNegative();
      Thread.sleep(1);
    }
  }
}
