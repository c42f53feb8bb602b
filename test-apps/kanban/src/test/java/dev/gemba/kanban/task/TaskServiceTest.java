package dev.gemba.kanban.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskDraft;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Plugin;
import dev.gemba.kanban.plugin.PluginHost;
import dev.gemba.kanban.problem.Problem;
import dev.gemba.kanban.store.TaskStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskServiceTest {
  private static final int THREADS = 8;

  @TempDir Path directory;
  private final Moves moves = new Moves();
  private TaskStore store;
  private TaskService service;

  @BeforeEach
  void open() {
    store = TaskStore.open(directory, false);
    service =
        new TaskService(store, new PluginHost(List.of(moves)), text -> Set.of(), Clock.systemUTC());
  }

  @Test
  void oneOfManyConcurrentMovesWins() throws Exception {
    TaskId id = service.create(TaskDraft.titled("wanted"), "test").id();

    List<Boolean> won = together(() -> tryMove(id, Status.TODO));

    assertThat(won).containsOnlyOnce(true);
    assertThat(service.read(id).status()).isEqualTo(Status.TODO);
  }

  @Test
  void pluginsSeeTheMovesOfATaskInTheirOrder() throws Exception {
    TaskId id = service.create(TaskDraft.titled("busy"), "test").id();

    together(
        () -> {
          for (int i = 0; i < 25; i++) {
            tryMove(id, i % 2 == 0 ? Status.TODO : Status.BACKLOG);
          }
          return true;
        });

    assertThat(moves.events).isNotEmpty();
    Status status = Status.BACKLOG;
    for (Event.TaskMoved move : moves.events) {
      assertThat(move.before().status()).isEqualTo(status);
      status = move.task().status();
    }
    assertThat(service.read(id).status()).isEqualTo(status);
  }

  @Test
  void concurrentCreationLosesNothing() throws Exception {
    together(
        () -> {
          for (int i = 0; i < 10; i++) {
            service.create(TaskDraft.titled("one of many"), "test");
          }
          return true;
        });

    assertThat(store.readAll().tasks())
        .hasSize(10 * THREADS)
        .extracting(Task::id)
        .doesNotHaveDuplicates();
  }

  private boolean tryMove(TaskId id, Status target) {
    try {
      service.move(id, target, "test");
      return true;
    } catch (Problem.Conflict ignored) { // Somebody was faster.
      return false;
    }
  }

  private static List<Boolean> together(Callable<Boolean> action) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Boolean>> actions = Collections.nCopies(THREADS, action);
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> result : threads.invokeAll(actions)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static final class Moves implements Plugin {
    final List<Event.TaskMoved> events = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
      return "moves";
    }

    @Override
    public void onTaskMoved(Event.TaskMoved event) {
      events.add(event);
    }
  }
}
