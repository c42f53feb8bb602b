package dev.gemba.kanban.task;

import dev.gemba.kanban.model.TaskId;
import java.util.Set;

/** Finds tasks by words, without reading them. */
@FunctionalInterface
public interface TextSearch {
  /** The tasks that hold every word of {@code text}, case aside; a snapshot. */
  Set<TaskId> matching(String text);
}
