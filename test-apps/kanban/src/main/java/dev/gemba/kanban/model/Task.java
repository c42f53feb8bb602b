package dev.gemba.kanban.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * One piece of work. Immutable; a change makes a new task.
 *
 * @param description Markdown, without blank space around it
 * @param assignee the person who does it, or null
 * @param agent the automation that does it, or null
 * @param dependencies what must be done first
 * @param started when work on it first began, or null
 * @param completed when it was done, or null while it is not
 * @param due the last good day, or null
 */
public record Task(
    TaskId id,
    String title,
    String description,
    Status status,
    Priority priority,
    List<String> tags,
    String assignee,
    String agent,
    List<TaskId> dependencies,
    Instant created,
    Instant updated,
    Instant started,
    Instant completed,
    LocalDate due,
    Estimates estimates) {

  public Task {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(updated, "updated");
    Objects.requireNonNull(estimates, "estimates");
    if (title.isBlank()) {
      throw new IllegalArgumentException("a task needs a title");
    }
    description = description.strip();
    tags = List.copyOf(tags);
    dependencies = List.copyOf(dependencies);
  }

  /** A new task in the backlog. */
  public static Task create(TaskId id, TaskDraft draft, Instant now) {
    return new Task(
        id,
        draft.title(),
        draft.description(),
        Status.BACKLOG,
        draft.priority(),
        draft.tags(),
        draft.assignee(),
        draft.agent(),
        draft.dependencies(),
        now,
        now,
        null,
        null,
        draft.due(),
        draft.estimates());
  }

  /** This task with everything that users write replaced by the draft. */
  public Task edited(TaskDraft draft, Instant now) {
    return new Task(
        id,
        draft.title(),
        draft.description(),
        status,
        draft.priority(),
        draft.tags(),
        draft.assignee(),
        draft.agent(),
        draft.dependencies(),
        created,
        now,
        started,
        completed,
        draft.due(),
        draft.estimates());
  }

  /** This task in another column; whether the move is allowed is for the caller to say. */
  public Task movedTo(Status next, Instant now) {
    return new Task(
        id,
        title,
        description,
        next,
        priority,
        tags,
        assignee,
        agent,
        dependencies,
        created,
        now,
        started == null && next.isUnderWay() ? now : started,
        next == Status.DONE ? now : null,
        due,
        estimates);
  }

  /** Whether it should have been done before {@code today}. */
  public boolean isOverdue(LocalDate today) {
    return due != null && status != Status.DONE && due.isBefore(today);
  }
}
