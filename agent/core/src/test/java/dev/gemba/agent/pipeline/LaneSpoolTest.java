package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a spool, an outage costs nothing, not even if the process ends meanwhile. */
@Timeout(60)
class LaneSpoolTest {

  private static final double AT_ONCE = 0;
  private static final double SOON = 0.05;
  private static final double LATE = 1;

  @TempDir private Path directory;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();

  private Lane open(Path where, Server server, double pause) {
    Lane lane =
        new Lane(
            "s",
            () -> server,
            losses -> Spool.open(where, 8 << 20, losses),
            new LaneQueue("s", new DropCounters()),
            new BackOff(System::nanoTime, () -> pause),
            messages::add);
    lanes.add(lane);
    lane.start();
    return lane;
  }

  private Lane open(Server server, double pause) {
    return open(directory.resolve("spool"), server, pause);
  }

  private static void close(Lane lane) throws InterruptedException {
    lane.queue().beginClose();
    assertThat(lane.awaitEnd(20_000)).isTrue();
  }

  @AfterEach
  void everythingAddsUp() throws InterruptedException {
    for (Lane lane : lanes) {
      close(lane);
      SpanAccount account = lane.state().spans();
      assertThat(account.addsUp()).as(account.toString()).isTrue();
      assertThat(account.waiting()).isZero();
    }
  }

  @Test
  void keepsOnDiskWhatComesDuringAnOutageAndSendsItInOrderAfterwards() throws Exception {
    Server server = new Server();
    server.usual = Server.away();
    Lane lane = open(server, AT_ONCE);
    for (int second = 1; second <= 20; second++) {
      lane.queue().accept(Samples.at(second, 3));
    }
    await(() -> lane.state().spans().spooled() == 60);
    assertThat(lane.queue().waitingSpans()).isZero();
    server.usual = Snapshot::spans;

    await(() -> lane.state().spans().sent() == 60);
    List<String> expected = new ArrayList<>();
    for (int second = 1; second <= 20; second++) {
      expected.addAll(List.of(second + "-0", second + "-1", second + "-2"));
    }
    assertThat(server.names()).containsExactlyElementsOf(expected);
    assertThat(lane.state().spans().dropped()).isEmpty();
    lane.queue().accept(Samples.at(21, "after"));
    await(() -> lane.state().spans().sent() == 61);
    assertThat(server.names()).endsWith("after");
  }

  @Test
  void goesOnDeliveringMetricsWhileItSendsWhatIsOnDisk() throws Exception {
    Server server = new Server();
    server.next.add(Server.away());
    Lane lane = open(server, AT_ONCE);
    lane.queue().accept(Samples.at(1, "a"));
    await(() -> lane.state().spans().sent() == 1);
    lane.queue().accept(Samples.at(2));

    await(() -> server.tries.stream().anyMatch(s -> isOf(s, "m2")));
    assertThat(server.tries.get(1).metrics()).as("spans alone").isEmpty();
  }

  private static boolean isOf(Snapshot snapshot, String metric) {
    return snapshot.metrics().stream().anyMatch(m -> m.name().equals(metric));
  }

  @Test
  void losesNothingByARestartDuringAnOutage() throws Exception {
    Server away = new Server();
    away.usual = Server.away();
    Lane before = open(away, LATE);
    before.queue().accept(Samples.at(1, "a", "b"));
    await(() -> before.state().spans().spooled() == 2);
    before.queue().accept(Samples.at(2, "c"));
    close(before);
    assertThat(before.state().spans().spooled()).isEqualTo(3);
    assertThat(messages).contains("exporter s leaves 3 spans in its spool");

    Server back = new Server();
    Lane after = open(back, AT_ONCE);

    await(() -> after.state().spans().sent() == 3);
    assertThat(after.state().spans().recorded()).isEqualTo(3);
    assertThat(back.names()).containsExactly("a", "b", "c");
  }

  @Test
  void losesNothingOfWhatIsOnDiskByAKill() throws Exception {
    Server away = new Server();
    away.usual = Server.away();
    Lane before = open(away, LATE);
    before.queue().accept(Samples.at(1, "a", "b"));
    before.queue().accept(Samples.at(2, "c"));
    await(() -> before.state().spans().spooled() == 3);
    // What a kill at this moment would leave behind.
    Path left = copyOf(directory.resolve("spool"));

    Server back = new Server();
    Lane after = open(left, back, AT_ONCE);

    await(() -> after.state().spans().sent() == 3);
    assertThat(back.names()).containsExactly("a", "b", "c");
  }

  @Test
  void countsWhatAKillHasCutOff() throws Exception {
    Path where = directory.resolve("spool");
    try (Spool spool = Spool.open(where, 8 << 20, (loss, spans) -> {})) {
      spool.append(Samples.at(1, "a"), 0);
      spool.append(Samples.at(2, "b", "c"), 0);
    }
    Path segment = where.resolve("0000000000000001.spool");
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length - 5));

    Server server = new Server();
    Lane lane = open(server, AT_ONCE);

    await(() -> lane.state().spans().sent() == 1);
    assertThat(lane.state().spans().recorded()).isEqualTo(3);
    assertThat(lane.state().spans().dropped()).isEqualTo(Map.of("exporter-spool-unreadable", 2L));
  }

  @Test
  void spoolsWhatItHasInHandWhenItHasToHurry() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Server stalling = new Server();
    stalling.usual =
        snapshot -> {
          entered.countDown();
          new CountDownLatch(1).await();
          return List.of();
        };
    Lane lane = open(stalling, AT_ONCE);
    lane.queue().accept(Samples.at(1, "a", "b"));
    entered.await();
    lane.queue().accept(Samples.at(2, "c"));
    assertThat(lane.spools()).isTrue();
    lane.queue().beginClose();
    lane.hurry();
    assertThat(lane.awaitEnd(20_000)).isTrue();

    assertThat(lane.state().spans().spooled()).isEqualTo(3);
    assertThat(stalling.closed.getCount()).isZero();
    Server back = new Server();
    Lane after = open(back, AT_ONCE);
    await(() -> after.state().spans().sent() == 3);
    assertThat(back.names()).containsExactly("a", "b", "c");
  }

  @Test
  void dropsWhatIsRefusedAlsoFromTheDisk() throws Exception {
    Server server = new Server();
    server.next.add(Server.away());
    server.next.add(Server.refusing());
    Lane lane = open(server, AT_ONCE);
    lane.queue().accept(Samples.at(1, "a"));
    await(() -> lane.state().spans().lost() == 1);

    assertThat(lane.state().spans().dropped()).isEqualTo(Map.of("exporter", 1L));
    assertThat(lane.state().spans().spooled()).isZero();
  }

  @Test
  void sendsARecordAgainAsAWholeWhereOnlyAPartOfItArrived() throws Exception {
    Server server = new Server();
    server.next.add(Server.away());
    server.next.add(
        snapshot -> {
          throw Server.failure(snapshot.spans().subList(1, 2), 0, 0, Optional.empty(), false);
        });
    Lane lane = open(server, AT_ONCE);
    lane.queue().accept(Samples.at(1, "a", "b"));

    await(() -> lane.state().spans().sent() == 2);
    assertThat(server.names()).containsExactly("a", "b");
  }

  @Test
  void keepsInMemoryWhatTheDiskDoesNotTake() throws Exception {
    Path where = directory.resolve("spool");
    Server server = new Server();
    server.usual = Server.away();
    Lane lane = open(server, SOON);
    await(() -> lane.state().state().equals("open"));
    deleteAll(where);
    lane.queue().accept(Samples.at(1, "a", "b"));
    await(() -> messages.stream().anyMatch(m -> m.contains("cannot write its spool")));
    assertThat(lane.state().spans().waiting()).isEqualTo(2);
    server.usual = Snapshot::spans;

    await(() -> lane.state().spans().sent() == 2);
    assertThat(server.names()).containsExactly("a", "b");
  }

  @Test
  void deliversWithoutASpoolThatAnotherProcessHas() throws Exception {
    Path where = directory.resolve("spool");
    try (Spool other = Spool.open(where, 8 << 20, (loss, spans) -> {})) {
      assertThat(other.isEmpty()).isTrue();
      Server server = new Server();
      Lane lane = open(server, AT_ONCE);
      lane.queue().accept(Samples.at(1, "a"));

      await(() -> lane.state().spans().sent() == 1);
      assertThat(messages)
          .containsExactly(
              "exporter s has no spool: "
                  + where
                  + " is in use by another process; set spool.directory to one for this process");
    }
  }

  /** An hour of ten spans a second, told faster. */
  @Test
  void losesNothingByAnOutageOfAnHourThatFitsItsSize() throws Exception {
    Server server = new Server();
    server.usual = Server.away();
    Lane lane = open(server, LATE);
    lane.queue().accept(Samples.at(0, 1));
    await(() -> lane.state().spans().spooled() == 1);
    for (int second = 1; second <= 3_600; second++) {
      lane.queue().accept(Samples.at(second, 10));
      assertThat(lane.state().spans().addsUp()).isTrue();
      int soFar = second * 10 + 1;
      await(() -> lane.state().spans().spooled() == soFar);
    }
    assertThat(lane.state().spans().dropped()).isEmpty();
    assertThat(lane.queue().waitingSpans()).isZero();
  }

  private Path copyOf(Path spool) throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (Stream<Path> files = Files.list(spool)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("in time").isNegative();
      Thread.sleep(1);
    }
  }
}
