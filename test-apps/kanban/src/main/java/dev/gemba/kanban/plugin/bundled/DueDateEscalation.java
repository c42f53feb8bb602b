package dev.gemba.kanban.plugin.bundled;

import dev.gemba.kanban.model.Board;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Notices;
import dev.gemba.kanban.plugin.Plugin;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/** Says so when an open task is about to be late or is late already. */
public final class DueDateEscalation implements Plugin {
  private static final int WARN_DAYS = 2;

  private final Notices notices;
  private final Clock clock;

  // Guarded by this. A board may be looked at while a task on it is deleted; without this the
  // task's notice would come back and stay.
  private final Set<TaskId> existing = new HashSet<>();

  public DueDateEscalation(Notices notices, Clock clock) {
    this.notices = notices;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "due-date-escalation";
  }

  @Override
  public synchronized void onStarted(Event.Started event) {
    for (Task task : event.tasks()) {
      existing.add(task.id());
      check(task);
    }
  }

  @Override
  public synchronized void onTaskCreated(Event.TaskCreated event) {
    existing.add(event.task().id());
    check(event.task());
  }

  @Override
  public synchronized void onTaskUpdated(Event.TaskUpdated event) {
    check(event.task());
  }

  @Override
  public synchronized void onTaskMoved(Event.TaskMoved event) {
    check(event.task());
  }

  @Override
  public synchronized void onTaskDeleted(Event.TaskDeleted event) {
    existing.remove(event.task().id());
    notices.remove(name(), event.task().id());
  }

  /** Days pass without any change to a task, so boards are looked at too. */
  @Override
  public synchronized void onBoardLoaded(Event.BoardLoaded event) {
    LocalDate today = LocalDate.now(clock);
    for (Board.Column column : event.board().columns()) {
      for (Board.Card card : column.cards()) {
        check(card.id(), card.status(), card.due(), today);
      }
    }
  }

  private void check(Task task) {
    check(task.id(), task.status(), task.due(), LocalDate.now(clock));
  }

  private void check(TaskId id, Status status, LocalDate due, LocalDate today) {
    boolean calm = due == null || status == Status.DONE || today.plusDays(WARN_DAYS).isBefore(due);
    if (calm || !existing.contains(id)) {
      notices.remove(name(), id);
      return;
    }
    long daysLeft = ChronoUnit.DAYS.between(today, due);
    notices.put(
        name(),
        id,
        daysLeft < 0 ? "overdue by " + -daysLeft + " day(s)" : "due in " + daysLeft + " day(s)");
  }
}
