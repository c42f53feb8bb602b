package dev.gemba.kanban.http;

import static dev.gemba.kanban.security.Permission.ADMINISTER;
import static dev.gemba.kanban.security.Permission.EDIT;
import static dev.gemba.kanban.security.Permission.VIEW;

import dev.gemba.kanban.board.BoardService;
import dev.gemba.kanban.model.BoardId;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.peer.OverviewService;
import dev.gemba.kanban.plugin.Notices;
import dev.gemba.kanban.plugin.PluginHost;
import dev.gemba.kanban.task.TaskService;
import dev.gemba.kanban.team.Sprint;
import dev.gemba.kanban.team.Team;
import dev.gemba.kanban.team.TeamService;
import dev.gemba.kanban.validation.RequestValidator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The HTTP API: every route, what it takes to use it, and which service answers. */
public final class Api {
  private final RequestValidator validator = new RequestValidator();
  private final BoardService boards;
  private final TaskService tasks;
  private final TeamService teams;
  private final OverviewService overviews;
  private final PluginHost plugins;
  private final Notices notices;
  private final Map<String, BooleanSupplier> healthChecks;

  /**
   * Puts the API together.
   *
   * @param healthChecks the parts that must work, by name
   */
  public Api(
      BoardService boards,
      TaskService tasks,
      TeamService teams,
      OverviewService overviews,
      PluginHost plugins,
      Notices notices,
      Map<String, BooleanSupplier> healthChecks) {
    this.boards = boards;
    this.tasks = tasks;
    this.teams = teams;
    this.overviews = overviews;
    this.plugins = plugins;
    this.notices = notices;
    this.healthChecks = Map.copyOf(healthChecks);
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/health", this::health),
        Route.of("GET", "/api/boards", VIEW, request -> Response.ok(boards.definitions())),
        Route.of("GET", "/api/boards/{board}", VIEW, this::loadBoard),
        Route.of("PUT", "/api/boards/{board}", ADMINISTER, this::defineBoard),
        Route.of("POST", "/api/boards/{board}/generate", EDIT, this::generateBoard),
        Route.of("GET", "/api/boards/{board}/analytics", VIEW, this::analyseBoard),
        Route.of("GET", "/api/tasks", VIEW, this::searchTasks),
        Route.of("POST", "/api/tasks", EDIT, this::createTask),
        Route.of("GET", "/api/tasks/{task}", VIEW, this::readTask),
        Route.of("PUT", "/api/tasks/{task}", EDIT, this::updateTask),
        Route.of("POST", "/api/tasks/{task}/move", EDIT, this::moveTask),
        Route.of("DELETE", "/api/tasks/{task}", ADMINISTER, this::deleteTask),
        Route.of("GET", "/api/teams", VIEW, request -> Response.ok(teams.teams())),
        Route.of("POST", "/api/teams", ADMINISTER, this::createTeam),
        Route.of("GET", "/api/teams/{team}", VIEW, this::readTeam),
        Route.of("GET", "/api/teams/{team}/sprints", VIEW, this::listSprints),
        Route.of("GET", "/api/teams/{team}/overview", VIEW, this::overview),
        Route.of("POST", "/api/teams/{team}/sprints", EDIT, this::createSprint),
        Route.of("GET", "/api/sprints/{sprint}", VIEW, this::reportSprint),
        Route.of("PUT", "/api/sprints/{sprint}/tasks/{task}", EDIT, this::planTask),
        Route.of("DELETE", "/api/sprints/{sprint}/tasks/{task}", EDIT, this::dropTask),
        Route.of("GET", "/api/notices", VIEW, request -> Response.ok(notices.all())),
        Route.of("GET", "/api/plugins", VIEW, request -> Response.ok(plugins.statistics())));
  }

  private Response health(Request request) {
    List<String> broken =
        healthChecks.entrySet().stream()
            .filter(check -> !check.getValue().getAsBoolean())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return broken.isEmpty()
        ? Response.ok(Map.of("status", "up"))
        : Response.json(503, Map.of(), Map.of("status", "down", "broken", broken));
  }

  private Response loadBoard(Request request) {
    return Response.ok(boards.load(boardId(request)));
  }

  private Response defineBoard(Request request) {
    return Response.ok(boards.define(validator.validateBoard(boardId(request), request.body())));
  }

  private Response generateBoard(Request request) {
    return Response.markdown(boards.generate(boardId(request)));
  }

  private Response analyseBoard(Request request) {
    return Response.ok(boards.analyse(boardId(request)));
  }

  private Response searchTasks(Request request) {
    return Response.ok(tasks.search(validator.validateSearch(request.query())));
  }

  private Response createTask(Request request) {
    Task task = tasks.create(validator.validateTask(request.body()), request.actor());
    return Response.created("/api/tasks/" + task.id(), task);
  }

  private Response readTask(Request request) {
    return Response.ok(tasks.read(taskId(request)));
  }

  private Response updateTask(Request request) {
    TaskId id = taskId(request);
    return Response.ok(tasks.update(id, validator.validateTask(request.body()), request.actor()));
  }

  private Response moveTask(Request request) {
    TaskId id = taskId(request);
    return Response.ok(tasks.move(id, validator.validateMove(request.body()), request.actor()));
  }

  private Response deleteTask(Request request) {
    tasks.delete(taskId(request), request.actor());
    return Response.noContent();
  }

  private Response createTeam(Request request) {
    Team team = teams.createTeam(validator.validateTeam(request.body()));
    return Response.created("/api/teams/" + team.id(), team);
  }

  private Response readTeam(Request request) {
    return Response.ok(teams.team(number(request, "team")));
  }

  private Response listSprints(Request request) {
    return Response.ok(teams.sprints(number(request, "team")));
  }

  private Response overview(Request request) {
    return Response.ok(overviews.overview(number(request, "team")));
  }

  private Response createSprint(Request request) {
    Sprint sprint =
        teams.createSprint(number(request, "team"), validator.validateSprint(request.body()));
    return Response.created("/api/sprints/" + sprint.id(), sprint);
  }

  private Response reportSprint(Request request) {
    return Response.ok(teams.report(number(request, "sprint")));
  }

  private Response planTask(Request request) {
    teams.planTask(number(request, "sprint"), taskId(request));
    return Response.noContent();
  }

  private Response dropTask(Request request) {
    teams.dropTask(number(request, "sprint"), taskId(request));
    return Response.noContent();
  }

  private BoardId boardId(Request request) {
    return validator.validateBoardId(request.path("board"));
  }

  private TaskId taskId(Request request) {
    return validator.validateTaskId(request.path("task"));
  }

  private long number(Request request, String name) {
    return validator.validateNumber(request.path(name));
  }
}
