package dev.gemba.kanban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskDraft;
import dev.gemba.kanban.model.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskStoreTest {
  private static final TaskId ID = TaskId.of(1);

  @TempDir Path directory;

  @Test
  void aReaderNeverSeesPartOfAWrite() throws Exception {
    TaskStore store = TaskStore.open(directory, false);
    List<Task> versions =
        IntStream.range(0, 4).mapToObj(i -> task(("line " + i + "\n").repeat(5_000 * i))).toList();
    store.write(versions.get(0));

    List<Callable<Void>> actions = new ArrayList<>();
    for (Task version : versions) {
      actions.add(repeat(() -> store.write(version)));
      actions.add(repeat(() -> assertThat(store.read(ID).orElseThrow()).isIn(versions)));
    }
    runTogether(actions);

    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("TASK-1.md"));
    }
  }

  @Test
  void givesEveryCallerAnotherId() throws Exception {
    TaskStore store = TaskStore.open(directory, false);
    store.write(task("x"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<TaskId>> ids =
          threads.invokeAll(
              IntStream.range(0, 200).mapToObj(i -> (Callable<TaskId>) store::nextId).toList());
      List<TaskId> given = new ArrayList<>();
      for (Future<TaskId> id : ids) {
        given.add(id.get());
      }
      assertThat(given).doesNotHaveDuplicates().doesNotContain(ID);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aNewStoreGoesOnAfterTheLastId() {
    TaskStore.open(directory, false).write(task("x"));

    assertThat(TaskStore.open(directory, false).nextId()).isEqualTo(TaskId.of(2));
  }

  @Test
  void setsAsideFilesThatAreNoTasks() throws IOException {
    TaskStore store = TaskStore.open(directory, false);
    store.write(task("x"));
    Files.writeString(directory.resolve("TASK-2.md"), "nothing");
    Files.copy(directory.resolve("TASK-1.md"), directory.resolve("TASK-3.md"));
    Files.writeString(directory.resolve("README.md"), "not a task, and not meant to be one");

    TaskStore.Contents contents = store.readAll();

    assertThat(contents.tasks()).extracting(Task::id).containsExactly(ID);
    assertThat(contents.defects())
        .extracting(TaskStore.Defect::file)
        .containsExactlyInAnyOrder("TASK-2.md", "TASK-3.md");
  }

  @Test
  void followsNoLinkOutOfItsDirectory(@TempDir Path elsewhere) throws IOException {
    TaskStore.open(elsewhere, false).write(task("secret"));
    TaskStore store = TaskStore.open(directory, false);
    Files.createSymbolicLink(directory.resolve("TASK-1.md"), elsewhere.resolve("TASK-1.md"));

    assertThatThrownBy(() -> store.read(ID)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void sweepsWhatACrashLeft() throws IOException {
    Path leftover = Files.writeString(directory.resolve(".TASK-1.md.7.tmp"), "half");

    TaskStore.open(directory, true).write(task("x"));

    assertThat(leftover).doesNotExist();
    assertThat(directory.resolve("TASK-1.md")).exists();
  }

  @Test
  void deletesOnce() {
    TaskStore store = TaskStore.open(directory, false);
    store.write(task("x"));

    assertThat(store.delete(ID)).isTrue();
    assertThat(store.delete(ID)).isFalse();
    assertThat(store.read(ID)).isEmpty();
  }

  private static Callable<Void> repeat(Runnable action) {
    return () -> {
      for (int i = 0; i < 50; i++) {
        action.run();
      }
      return null;
    };
  }

  private static void runTogether(List<Callable<Void>> actions) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(actions.size());
    try {
      for (Future<Void> end : threads.invokeAll(actions)) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Task task(String description) {
    TaskDraft draft = new TaskDraft("Title", description, null, null, null, null, null, null, null);
    return Task.create(ID, draft, Instant.EPOCH);
  }
}
