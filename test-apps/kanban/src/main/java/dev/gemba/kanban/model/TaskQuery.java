package dev.gemba.kanban.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Set;

/**
 * What to search for and which page of it to show. An empty set or a null filter lets everything
 * through.
 *
 * @param text words that must all occur in title, description or tags; null for any
 * @param page counted from 0
 * @param size tasks a page
 */
public record TaskQuery(
    String text,
    Set<Status> statuses,
    Set<Priority> priorities,
    String tag,
    String assignee,
    String agent,
    boolean overdueOnly,
    Sort sort,
    int page,
    int size) {

  public TaskQuery {
    statuses = Set.copyOf(statuses);
    priorities = Set.copyOf(priorities);
  }

  /** Everything, in the order of ids. */
  public static TaskQuery all(int page, int size) {
    return new TaskQuery(null, Set.of(), Set.of(), null, null, null, false, Sort.ID, page, size);
  }

  /** Whether the task passes every filter except the text, which needs an index. */
  public boolean matches(Task task, LocalDate today) {
    return (statuses.isEmpty() || statuses.contains(task.status()))
        && (priorities.isEmpty() || priorities.contains(task.priority()))
        && (tag == null || task.tags().contains(tag))
        && (assignee == null || assignee.equals(task.assignee()))
        && (agent == null || agent.equals(task.agent()))
        && (!overdueOnly || task.isOverdue(today));
  }

  /** The orders that results come in; equal tasks follow in the order of ids. */
  public enum Sort {
    ID,
    PRIORITY,
    DUE,
    UPDATED;

    public Comparator<Task> order() {
      Comparator<Task> byId = Comparator.comparing(Task::id);
      return switch (this) {
        case ID -> byId;
        case PRIORITY -> Comparator.comparing(Task::priority).thenComparing(byId);
        case DUE ->
            Comparator.comparing(Task::due, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(byId);
        case UPDATED -> Comparator.comparing(Task::updated).reversed().thenComparing(byId);
      };
    }
  }
}
