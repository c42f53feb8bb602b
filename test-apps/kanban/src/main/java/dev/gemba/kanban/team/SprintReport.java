package dev.gemba.kanban.team;

import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.TaskId;
import java.util.List;

/**
 * How a sprint goes.
 *
 * @param missing tasks that were planned and have been deleted since
 */
public record SprintReport(
    Sprint sprint, List<Item> items, List<TaskId> missing, int totalPoints, int donePoints) {
  public SprintReport {
    items = List.copyOf(items);
    missing = List.copyOf(missing);
  }

  /** A planned task as it stands. */
  public record Item(TaskId id, String title, Status status, int points) {}
}
