package dev.gemba.kanban.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.kanban.TestServer;
import dev.gemba.kanban.generate.TaskGenerator;
import dev.gemba.kanban.generate.TeamGenerator;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Plugin;
import dev.gemba.kanban.security.ApiKeys;
import dev.gemba.kanban.store.TaskStore;
import dev.gemba.kanban.team.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadDriverTest {
  private static final Duration EVERY = Duration.ofMillis(200);

  @TempDir Path data;

  @Test
  void countsExactlyWhatTheServerDid() throws Exception {
    fill(20);
    Counter counter = new Counter();
    List<Long> told = new ArrayList<>();
    LoadReport report;
    try (TestServer server = TestServer.start(data, counter)) {
      report =
          new LoadDriver(server.uri(), ApiKeys.demo(), 3, 5)
              .run(Extent.ofSeconds(2), EVERY, progress -> told.add(progress.requests()));
    }

    assertThat(told).hasSizeGreaterThan(3).isSorted();

    assertThat(report.unexpected()).isZero();
    assertThat(report.kinds().values().stream().mapToLong(LoadReport.KindCount::requests).sum())
        .isEqualTo(report.requests());
    assertThat(answered(report, "board.load", "200")).isPositive().isEqualTo(counter.loaded.get());
    assertThat(answered(report, "task.create", "201"))
        .isPositive()
        .isEqualTo(counter.created.get());
    assertThat(
            answered(report, "task.move", "200") + answered(report, "task.move.contended", "200"))
        .isEqualTo(counter.moved.get());
  }

  @Test
  void asksAsOftenAsItIsTold() throws Exception {
    fill(20);
    try (TestServer server = TestServer.start(data)) {
      LoadDriver driver = new LoadDriver(server.uri(), ApiKeys.demo(), 3, 5);

      LoadReport toLookAround = driver.run(Extent.ofRequests(0), EVERY, progress -> {});
      LoadReport report = driver.run(Extent.ofRequests(50), EVERY, progress -> {});

      assertThat(report.requests() - toLookAround.requests()).isEqualTo(50);
      assertThat(report.unexpected()).isZero();
    }
  }

  @Test
  void endsWithTheLastRequestThatThereIsToBe() {
    BooleanSupplier running = Extent.ofRequests(3).from(System.nanoTime());

    assertThat(IntStream.range(0, 5).mapToObj(i -> running.getAsBoolean()))
        .containsExactly(true, true, true, false, false);
  }

  @Test
  void saysThatNobodyAnswers() {
    TestServer server = TestServer.start(data);
    server.close();
    LoadDriver driver = new LoadDriver(server.uri(), ApiKeys.demo(), 1, 1);

    assertThatThrownBy(() -> driver.run(Extent.ofSeconds(1), EVERY, progress -> {}))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("nobody answers");
  }

  @Test
  void saysThatThereIsNothingToAskFor() {
    try (TestServer server = TestServer.start(data)) {
      LoadDriver driver = new LoadDriver(server.uri(), ApiKeys.demo(), 1, 1);

      assertThatThrownBy(() -> driver.run(Extent.ofSeconds(1), EVERY, progress -> {}))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("is its data generated?");
    }
  }

  private void fill(int count) {
    List<Task> tasks = new TaskGenerator(1).tasks(count);
    TaskStore store = TaskStore.open(data.resolve("tasks"), false);
    tasks.forEach(store::write);
    try (Database database = Database.open(data)) {
      new TeamGenerator(database).addTeams(tasks);
    }
  }

  private static long answered(LoadReport report, String kind, String status) {
    LoadReport.KindCount count = report.kinds().get(kind);
    return count == null ? 0 : count.statuses().getOrDefault(status, 0L);
  }

  private static final class Counter implements Plugin {
    final AtomicLong loaded = new AtomicLong();
    final AtomicLong created = new AtomicLong();
    final AtomicLong moved = new AtomicLong();

    @Override
    public String name() {
      return "counter";
    }

    @Override
    public void onBoardLoaded(Event.BoardLoaded event) {
      loaded.incrementAndGet();
    }

    @Override
    public void onTaskCreated(Event.TaskCreated event) {
      created.incrementAndGet();
    }

    @Override
    public void onTaskMoved(Event.TaskMoved event) {
      moved.incrementAndGet();
    }
  }
}
