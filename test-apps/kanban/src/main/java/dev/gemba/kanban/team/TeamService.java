package dev.gemba.kanban.team;

import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.problem.Problem;
import dev.gemba.kanban.store.TaskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Teams, and the sprints in which they do tasks. Thread-safe. */
public final class TeamService {
  private final TeamRepository teams;
  private final SprintRepository sprints;
  private final TaskStore tasks;

  public TeamService(TeamRepository teams, SprintRepository sprints, TaskStore tasks) {
    this.teams = teams;
    this.sprints = sprints;
    this.tasks = tasks;
  }

  public List<Team> teams() {
    return teams.findAll();
  }

  /**
   * The team of that number.
   *
   * @throws Problem.NotFound if there is no such team
   */
  public Team team(long id) {
    return teams.find(id).orElseThrow(() -> new Problem.NotFound("no team " + id));
  }

  /**
   * Adds a team.
   *
   * @throws Problem.Conflict if the name is taken
   */
  public Team createTeam(TeamDraft draft) {
    return unlessTaken("a team '" + draft.name() + "'", () -> teams.insert(draft));
  }

  /**
   * The sprints of a team, the latest first.
   *
   * @throws Problem.NotFound if there is no such team
   */
  public List<Sprint> sprints(long teamId) {
    return sprints.findByTeam(team(teamId).id());
  }

  /**
   * Adds a sprint to a team.
   *
   * @throws Problem.NotFound if there is no such team
   * @throws Problem.Conflict if the team has a sprint of that name
   */
  public Sprint createSprint(long teamId, SprintDraft draft) {
    team(teamId);
    return unlessTaken("a sprint '" + draft.name() + "'", () -> sprints.insert(teamId, draft));
  }

  /**
   * Puts a task into a sprint; again changes nothing.
   *
   * @throws Problem.NotFound if there is no such sprint or task
   */
  public void planTask(long sprintId, TaskId task) {
    sprint(sprintId);
    if (tasks.read(task).isEmpty()) {
      throw new Problem.NotFound("no task " + task);
    }
    sprints.addTask(sprintId, task);
  }

  /**
   * Takes a task out of a sprint.
   *
   * @throws Problem.NotFound if it is not in it
   */
  public void dropTask(long sprintId, TaskId task) {
    if (!sprints.removeTask(sprintId, task)) {
      throw new Problem.NotFound("sprint " + sprintId + " has no " + task);
    }
  }

  /**
   * How a sprint goes.
   *
   * @throws Problem.NotFound if there is no such sprint
   */
  public SprintReport report(long sprintId) {
    Sprint sprint = sprint(sprintId);
    List<SprintReport.Item> items = new ArrayList<>();
    List<TaskId> missing = new ArrayList<>();
    for (TaskId id : sprints.findTasks(sprintId)) {
      Optional<Task> task = tasks.read(id);
      task.ifPresentOrElse(found -> items.add(item(found)), () -> missing.add(id));
    }
    int total = items.stream().mapToInt(SprintReport.Item::points).sum();
    int done =
        items.stream()
            .filter(item -> item.status() == Status.DONE)
            .mapToInt(SprintReport.Item::points)
            .sum();
    return new SprintReport(sprint, items, missing, total, done);
  }

  private Sprint sprint(long id) {
    return sprints.find(id).orElseThrow(() -> new Problem.NotFound("no sprint " + id));
  }

  private static SprintReport.Item item(Task task) {
    return new SprintReport.Item(task.id(), task.title(), task.status(), task.estimates().points());
  }

  private static <T> T unlessTaken(String what, Supplier<T> insert) {
    try {
      return insert.get();
    } catch (DatabaseException e) {
      if (e.isConstraintViolation()) {
        throw new Problem.Conflict("there is " + what + " already");
      }
      throw e;
    }
  }
}
