package dev.gemba.kanban.plugin.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskDraft;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Notices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledPluginsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final Notices notices = new Notices();

  @Test
  void aCircleIsNoticedOnAllItsTasksAndForgottenWhenItOpens() {
    DependencyCycles plugin = new DependencyCycles(notices);
    Task first = task(1, null, 3);
    Task outside = task(4, null, 1);
    plugin.onStarted(
        new Event.Started(List.of(first, task(2, null, 1), task(3, null, 2), outside)));

    assertThat(notices.all())
        .extracting(Notices.Notice::task)
        .containsExactly(TaskId.of(1), TaskId.of(2), TaskId.of(3));

    plugin.onTaskUpdated(new Event.TaskUpdated(first, task(1, null), "test"));

    assertThat(notices.all()).isEmpty();
  }

  @Test
  void deletingATaskOpensItsCircle() {
    DependencyCycles plugin = new DependencyCycles(notices);
    Task first = task(1, null, 2);
    plugin.onStarted(new Event.Started(List.of(first, task(2, null, 1))));
    assertThat(notices.all()).hasSize(2);

    plugin.onTaskDeleted(new Event.TaskDeleted(first, "test"));

    assertThat(notices.all()).isEmpty();
  }

  @Test
  void aTaskIsEscalatedUntilItIsDone() {
    DueDateEscalation plugin = new DueDateEscalation(notices, CLOCK);
    Task late = task(1, LocalDate.of(2026, 2, 28));
    plugin.onStarted(
        new Event.Started(
            List.of(late, task(2, LocalDate.of(2026, 3, 4)), task(3, LocalDate.of(2026, 3, 5)))));

    assertThat(notices.all())
        .extracting(Notices.Notice::text)
        .containsExactly("overdue by 2 day(s)", "due in 2 day(s)");

    plugin.onTaskMoved(new Event.TaskMoved(late, late.movedTo(Status.DONE, NOW), "test"));

    assertThat(notices.all()).extracting(Notices.Notice::task).containsExactly(TaskId.of(2));
  }

  @Test
  void theActivityLogTurnsOverWhenFull(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("activity.jsonl");
    ActivityLog log = new ActivityLog(file, CLOCK, 100);
    Event.TaskDeleted event = new Event.TaskDeleted(task(1, null), "test");

    for (int i = 0; i < 3; i++) {
      log.onTaskDeleted(event);
    }

    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(Files.readAllLines(directory.resolve("activity.jsonl.1"))).hasSize(2);
  }

  private static Task task(int number, LocalDate due, int... dependencies) {
    TaskDraft draft =
        new TaskDraft(
            "Task " + number,
            null,
            null,
            null,
            null,
            null,
            Arrays.stream(dependencies).mapToObj(TaskId::of).toList(),
            due,
            null);
    return Task.create(TaskId.of(number), draft, NOW);
  }
}
