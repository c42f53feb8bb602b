package dev.gemba.kanban.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * What a user writes when creating or editing a task. Everything but the title may be left out.
 *
 * @param assignee may be null
 * @param agent may be null
 * @param due may be null
 */
public record TaskDraft(
    String title,
    String description,
    Priority priority,
    List<String> tags,
    String assignee,
    String agent,
    List<TaskId> dependencies,
    LocalDate due,
    Estimates estimates) {

  public TaskDraft {
    Objects.requireNonNull(title, "title");
    description = Objects.requireNonNullElse(description, "");
    priority = Objects.requireNonNullElse(priority, Priority.MEDIUM);
    tags = List.copyOf(Objects.requireNonNullElse(tags, List.of()));
    dependencies = List.copyOf(Objects.requireNonNullElse(dependencies, List.of()));
    estimates = Objects.requireNonNullElse(estimates, Estimates.NONE);
  }

  /** A draft with a title and nothing else. */
  public static TaskDraft titled(String title) {
    return new TaskDraft(title, null, null, null, null, null, null, null, null);
  }
}
