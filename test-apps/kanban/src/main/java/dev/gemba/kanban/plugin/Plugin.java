package dev.gemba.kanban.plugin;

/**
 * Something that wants to know what happens to tasks and boards. Hooks run on the thread of the
 * request, after the change is stored, possibly on several threads at once for different tasks;
 * those about one task run in the order of its changes. An exception is counted and logged by the
 * {@link PluginHost} and harms nobody else.
 */
public interface Plugin {
  /** How the plugin is called in logs and statistics; always the same. */
  String name();

  /** Runs once, before the first request. */
  default void onStarted(Event.Started event) {}

  default void onTaskCreated(Event.TaskCreated event) {}

  default void onTaskUpdated(Event.TaskUpdated event) {}

  default void onTaskMoved(Event.TaskMoved event) {}

  default void onTaskDeleted(Event.TaskDeleted event) {}

  default void onBoardLoaded(Event.BoardLoaded event) {}
}
