package dev.gemba.kanban.task;

import dev.gemba.kanban.model.Page;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskDraft;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.model.TaskQuery;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.PluginHost;
import dev.gemba.kanban.problem.Problem;
import dev.gemba.kanban.store.TaskStore;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Everything that can be done to tasks. Thread-safe: changes to one task happen one after the
 * other. Each change is stored first and then told to the plugins while the task is still locked,
 * so that plugins see the changes in their order.
 */
public final class TaskService {
  private final TaskStore store;
  private final PluginHost plugins;
  private final TextSearch textSearch;
  private final Clock clock;
  private final TaskLocks locks = new TaskLocks();

  public TaskService(TaskStore store, PluginHost plugins, TextSearch textSearch, Clock clock) {
    this.store = store;
    this.plugins = plugins;
    this.textSearch = textSearch;
    this.clock = clock;
  }

  /**
   * Adds a task to the backlog.
   *
   * @throws Problem.Invalid if it depends on a task that does not exist
   */
  public Task create(TaskDraft draft, String actor) {
    checkDependencies(draft);
    TaskId id = store.nextId();
    return locks.locked(
        id,
        () -> {
          Task task = Task.create(id, draft, now());
          store.write(task);
          plugins.fire(new Event.TaskCreated(task, actor));
          return task;
        });
  }

  /**
   * The task of that id.
   *
   * @throws Problem.NotFound if there is no such task
   */
  public Task read(TaskId id) {
    return find(id);
  }

  /**
   * Replaces everything that users write.
   *
   * @throws Problem.NotFound if there is no such task
   * @throws Problem.Invalid if it depends on a task that does not exist
   */
  public Task update(TaskId id, TaskDraft draft, String actor) {
    checkDependencies(draft);
    return locks.locked(
        id,
        () -> {
          Task before = find(id);
          Task after = store(before, task -> task.edited(draft, now()));
          plugins.fire(new Event.TaskUpdated(before, after, actor));
          return after;
        });
  }

  /**
   * Puts a task into another column.
   *
   * @throws Problem.NotFound if there is no such task
   * @throws Problem.Conflict if there is no way from its present column to that one
   */
  public Task move(TaskId id, Status target, String actor) {
    return locks.locked(
        id,
        () -> {
          Task before = find(id);
          checkMove(before, target);
          Task after = store(before, task -> task.movedTo(target, now()));
          plugins.fire(new Event.TaskMoved(before, after, actor));
          return after;
        });
  }

  /**
   * Removes a task and answers what it was.
   *
   * @throws Problem.NotFound if there is no such task
   */
  public Task delete(TaskId id, String actor) {
    return locks.locked(
        id,
        () -> {
          Task task = find(id);
          store.delete(id);
          plugins.fire(new Event.TaskDeleted(task, actor));
          return task;
        });
  }

  /** The tasks that match, one page of them. */
  public Page<Task> search(TaskQuery query) {
    LocalDate today = LocalDate.now(clock);
    List<Task> found =
        candidates(query).stream()
            .filter(task -> query.matches(task, today))
            .sorted(query.sort().order())
            .toList();
    return Page.of(found, query.page(), query.size());
  }

  private List<Task> candidates(TaskQuery query) {
    if (query.text() == null) {
      return store.readAll().tasks();
    }
    return textSearch.matching(query.text()).stream()
        .map(store::read)
        .flatMap(Optional::stream)
        .toList();
  }

  private Task find(TaskId id) {
    return store.read(id).orElseThrow(() -> new Problem.NotFound("no task " + id));
  }

  private Task store(Task before, UnaryOperator<Task> change) {
    Task after = change.apply(before);
    store.write(after);
    return after;
  }

  private void checkDependencies(TaskDraft draft) {
    List<Problem.Violation> violations = new ArrayList<>();
    for (int i = 0; i < draft.dependencies().size(); i++) {
      TaskId dependency = draft.dependencies().get(i);
      if (store.read(dependency).isEmpty()) {
        violations.add(new Problem.Violation("/dependencies/" + i, "no task " + dependency));
      }
    }
    if (!violations.isEmpty()) {
      throw new Problem.Invalid(violations);
    }
  }

  private static void checkMove(Task task, Status target) {
    if (!task.status().next().contains(target)) {
      throw new Problem.Conflict(
          "%s is in '%s' and can be moved to %s only, not to '%s'"
              .formatted(
                  task.id(),
                  task.status().text(),
                  task.status().next().stream().map(Status::text).toList(),
                  target.text()));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
