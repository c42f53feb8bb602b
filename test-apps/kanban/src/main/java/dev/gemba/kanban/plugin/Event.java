package dev.gemba.kanban.plugin;

import dev.gemba.kanban.model.Board;
import dev.gemba.kanban.model.Task;
import java.util.List;

/** Something that happened; it knows which hook of a plugin is for it. */
public sealed interface Event {
  /** Calls the hook of {@code plugin} that is for this event. */
  void deliverTo(Plugin plugin);

  /** The server is about to take requests. */
  record Started(List<Task> tasks) implements Event {
    public Started {
      tasks = List.copyOf(tasks);
    }

    @Override
    public void deliverTo(Plugin plugin) {
      plugin.onStarted(this);
    }
  }

  /** A task was created by {@code actor}. */
  record TaskCreated(Task task, String actor) implements Event {
    @Override
    public void deliverTo(Plugin plugin) {
      plugin.onTaskCreated(this);
    }
  }

  /** A task was edited by {@code actor}. */
  record TaskUpdated(Task before, Task task, String actor) implements Event {
    @Override
    public void deliverTo(Plugin plugin) {
      plugin.onTaskUpdated(this);
    }
  }

  /** A task was moved to another column by {@code actor}. */
  record TaskMoved(Task before, Task task, String actor) implements Event {
    @Override
    public void deliverTo(Plugin plugin) {
      plugin.onTaskMoved(this);
    }
  }

  /** A task was deleted by {@code actor}. */
  record TaskDeleted(Task task, String actor) implements Event {
    @Override
    public void deliverTo(Plugin plugin) {
      plugin.onTaskDeleted(this);
    }
  }

  /** A board was put together for somebody to see. */
  record BoardLoaded(Board board) implements Event {
    @Override
    public void deliverTo(Plugin plugin) {
      plugin.onBoardLoaded(this);
    }
  }
}
