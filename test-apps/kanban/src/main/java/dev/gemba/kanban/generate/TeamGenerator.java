package dev.gemba.kanban.generate;

import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.team.Database;
import dev.gemba.kanban.team.Sprint;
import dev.gemba.kanban.team.SprintDraft;
import dev.gemba.kanban.team.SprintRepository;
import dev.gemba.kanban.team.Team;
import dev.gemba.kanban.team.TeamDraft;
import dev.gemba.kanban.team.TeamRepository;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Makes up a team for each area of work and plans the first tasks of its area in two sprints. */
public final class TeamGenerator {
  private static final int SPRINTS = 2;
  private static final int SPRINT_DAYS = 14;
  private static final int TASKS_A_SPRINT = 10;

  private final TeamRepository teams;
  private final SprintRepository sprints;

  public TeamGenerator(Database database) {
    this.teams = new TeamRepository(database);
    this.sprints = new SprintRepository(database);
  }

  /** Adds the teams; their names must not be taken yet. */
  public void addTeams(List<Task> tasks) {
    for (int i = 0; i < Words.AREAS.size(); i++) {
      String area = Words.AREAS.get(i);
      List<String> members = Words.PEOPLE.subList(2 * i, 2 * i + 2);
      Team team = teams.insert(new TeamDraft("Team " + area, members));
      addSprints(team, tasks.stream().filter(task -> task.tags().contains(area)).toList());
    }
  }

  private void addSprints(Team team, List<Task> tasks) {
    LocalDate starts = LocalDate.ofInstant(TaskGenerator.BEGIN, ZoneOffset.UTC);
    for (int i = 0; i < SPRINTS; i++, starts = starts.plusDays(SPRINT_DAYS)) {
      Sprint sprint =
          sprints.insert(
              team.id(),
              new SprintDraft(
                  "Sprint " + (i + 1),
                  "What was promised in January",
                  starts,
                  starts.plusDays(SPRINT_DAYS - 1)));
      tasks.stream()
          .skip((long) i * TASKS_A_SPRINT)
          .limit(TASKS_A_SPRINT)
          .forEach(task -> sprints.addTask(sprint.id(), task.id()));
    }
  }
}
