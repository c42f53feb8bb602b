package dev.gemba.kanban.team;

import dev.gemba.kanban.model.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Sprints in the database. Thread-safe. */
public final class SprintRepository {
  private static final String SELECT = "select id, team_id, name, goal, starts, ends from sprint ";

  private final Database database;

  public SprintRepository(Database database) {
    this.database = database;
  }

  /** The sprints of a team, the latest first. */
  public List<Sprint> findByTeam(long teamId) {
    return database.query(
        SELECT + "where team_id = ? order by starts desc, id", SprintRepository::sprint, teamId);
  }

  public Optional<Sprint> find(long id) {
    return database.query(SELECT + "where id = ?", SprintRepository::sprint, id).stream()
        .findFirst();
  }

  public Sprint insert(long teamId, SprintDraft draft) {
    return database.transaction(
        connection -> {
          long id =
              Database.insert(
                  connection,
                  "insert into sprint (team_id, name, goal, starts, ends) values (?, ?, ?, ?, ?)",
                  teamId,
                  draft.name(),
                  draft.goal(),
                  draft.starts(),
                  draft.ends());
          return new Sprint(id, teamId, draft.name(), draft.goal(), draft.starts(), draft.ends());
        });
  }

  /** The tasks planned for a sprint. */
  public List<TaskId> findTasks(long sprintId) {
    return database
        .query(
            "select task_id from sprint_task where sprint_id = ?",
            row -> new TaskId(row.getString("task_id")),
            sprintId)
        .stream()
        .sorted()
        .toList();
  }

  /** Plans a task; nothing changes if it is planned already. */
  public void addTask(long sprintId, TaskId task) {
    database.update(
        "merge into sprint_task (sprint_id, task_id) values (?, ?)", sprintId, task.value());
  }

  /** Takes a task out of the plan; false if it was not in it. */
  public boolean removeTask(long sprintId, TaskId task) {
    return database.update(
            "delete from sprint_task where sprint_id = ? and task_id = ?", sprintId, task.value())
        > 0;
  }

  private static Sprint sprint(ResultSet row) throws SQLException {
    return new Sprint(
        row.getLong("id"),
        row.getLong("team_id"),
        row.getString("name"),
        row.getString("goal"),
        row.getObject("starts", LocalDate.class),
        row.getObject("ends", LocalDate.class));
  }
}
