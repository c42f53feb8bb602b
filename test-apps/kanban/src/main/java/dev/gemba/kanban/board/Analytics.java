package dev.gemba.kanban.board;

import dev.gemba.kanban.model.Priority;
import dev.gemba.kanban.model.Status;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * How work flows over a board.
 *
 * @param openByAssignee unfinished tasks by the person who does them
 * @param overdue tasks past their due day
 * @param remainingPoints the points of what is not done
 * @param remainingHours the hours of what is not done
 * @param leadTime from being asked for to being done
 * @param cycleTime from being begun to being done
 * @param throughput tasks done in each of the last weeks, the oldest first
 */
public record Analytics(
    int tasks,
    Map<Status, Long> byStatus,
    Map<Priority, Long> byPriority,
    Map<String, Long> openByAssignee,
    long overdue,
    int remainingPoints,
    double remainingHours,
    Spread leadTime,
    Spread cycleTime,
    List<Week> throughput) {

  /**
   * How long something took, in days, over {@code tasks} tasks.
   *
   * @param medianDays null if there are no tasks
   * @param p85Days null if there are no tasks
   */
  public record Spread(int tasks, Double medianDays, Double p85Days) {}

  /** What was done in the seven days from {@code starting}. */
  public record Week(LocalDate starting, long done) {}
}
