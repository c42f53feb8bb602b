package dev.gemba.kanban.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gemba.kanban.json.Json;
import dev.gemba.kanban.model.BoardDefinition;
import dev.gemba.kanban.model.BoardId;
import dev.gemba.kanban.model.Priority;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.TaskDraft;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.model.TaskQuery;
import dev.gemba.kanban.problem.Problem;
import dev.gemba.kanban.problem.Problem.Violation;
import dev.gemba.kanban.team.SprintDraft;
import dev.gemba.kanban.team.TeamDraft;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns what came over the wire into what the services take; nothing else does. Immutable. Every
 * method throws {@link Problem.Malformed} for what cannot be read at all and {@link
 * Problem.Invalid} with all faults for what reads well and is wrong.
 */
public final class RequestValidator {
  private static final int DEFAULT_PAGE_SIZE = 20;
  private static final int MAX_PAGE_SIZE = 200;
  private static final int MAX_PAGE = 1_000_000;
  private static final int MAX_FILTER_LENGTH = 200;
  private static final Set<String> SEARCH_PARAMETERS =
      Set.of(
          "q", "status", "priority", "tag", "assignee", "agent", "overdue", "sort", "page", "size");

  /** The id of a task in a path; an id of the wrong form is of no task. */
  public TaskId validateTaskId(String text) {
    if (!TaskId.FORM.matcher(text).matches()) {
      throw new Problem.NotFound("no task has such an id");
    }
    return new TaskId(text);
  }

  /** The id of a board in a path; an id of the wrong form is of no board. */
  public BoardId validateBoardId(String text) {
    if (!BoardId.FORM.matcher(text).matches()) {
      throw new Problem.NotFound("no board has such an id");
    }
    return new BoardId(text);
  }

  /** The number of a team or sprint in a path. */
  public long validateNumber(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException ignored) { // Such a number is of nothing.
      throw new Problem.NotFound("nothing has such a number");
    }
  }

  /** A task to create or the new text of one. */
  public TaskDraft validateTask(byte[] body) {
    return parse(body, Schemas.TASK, TaskDraft.class);
  }

  /** Where to move a task. */
  public Status validateMove(byte[] body) {
    return Status.of(parse(body, Schemas.MOVE).path("status").textValue());
  }

  /** A board to define. */
  public BoardDefinition validateBoard(BoardId id, byte[] body) {
    ObjectNode board = (ObjectNode) parse(body, Schemas.BOARD);
    return convert(board.put("id", id.value()), BoardDefinition.class);
  }

  /** A team to create. */
  public TeamDraft validateTeam(byte[] body) {
    TeamDraft team = parse(body, Schemas.TEAM, TeamDraft.class);
    if (new HashSet<>(team.members()).size() < team.members().size()) {
      throw new Problem.Invalid("/members", "nobody is a member twice");
    }
    return team;
  }

  /** A sprint to create. */
  public SprintDraft validateSprint(byte[] body) {
    SprintDraft sprint = parse(body, Schemas.SPRINT, SprintDraft.class);
    if (sprint.ends().isBefore(sprint.starts())) {
      throw new Problem.Invalid("/ends", "must not be before /starts");
    }
    return sprint;
  }

  /** What to search for. */
  public TaskQuery validateSearch(Map<String, List<String>> parameters) {
    QueryParameters query = new QueryParameters(parameters, SEARCH_PARAMETERS);
    TaskQuery result =
        new TaskQuery(
            query.one("q", null, RequestValidator::filter),
            query.all("status", Status::of),
            query.all("priority", Priority::of),
            query.one("tag", null, RequestValidator::filter),
            query.one("assignee", null, RequestValidator::filter),
            query.one("agent", null, RequestValidator::filter),
            query.one("overdue", false, RequestValidator::flag),
            query.one("sort", TaskQuery.Sort.ID, RequestValidator::sort),
            query.integer("page", 0, 0, MAX_PAGE),
            query.integer("size", DEFAULT_PAGE_SIZE, 1, MAX_PAGE_SIZE));
    query.check();
    return result;
  }

  private static <T> T parse(byte[] body, Schema schema, Class<T> type) {
    return convert(parse(body, schema), type);
  }

  private static JsonNode parse(byte[] body, Schema schema) {
    JsonNode document;
    try {
      document = Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Problem.Malformed("the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Problem.Malformed("the body is not JSON text in UTF-8");
    }
    List<Violation> faults = schema.faultsOf(document);
    if (!faults.isEmpty()) {
      throw new Problem.Invalid(faults);
    }
    return document;
  }

  private static <T> T convert(JsonNode valid, Class<T> type) {
    try {
      return Json.MAPPER.treeToValue(valid, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema let through what " + type + " does not take", e);
    }
  }

  private static String filter(String text) {
    if (text.isBlank() || text.length() > MAX_FILTER_LENGTH) {
      throw new IllegalArgumentException(
          "must be of 1 to " + MAX_FILTER_LENGTH + " characters, not all blank");
    }
    return text;
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  private static TaskQuery.Sort sort(String text) {
    return switch (text) {
      case "id" -> TaskQuery.Sort.ID;
      case "priority" -> TaskQuery.Sort.PRIORITY;
      case "due" -> TaskQuery.Sort.DUE;
      case "updated" -> TaskQuery.Sort.UPDATED;
      default -> throw new IllegalArgumentException("must be one of id, priority, due, updated");
    };
  }
}
