package dev.gemba.kanban.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a board shows.
 *
 * @param tags a task with any of these tags is on the board; empty for all tasks
 * @param limits how many cards a column should hold at most; a status that is missing has no limit
 */
public record BoardDefinition(
    BoardId id, String name, List<String> tags, Map<Status, Integer> limits) {

  public BoardDefinition {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    tags = List.copyOf(Objects.requireNonNullElse(tags, List.of()));
    limits = Map.copyOf(Objects.requireNonNullElse(limits, Map.of()));
  }

  /** The board that exists without being defined. */
  public static BoardDefinition main() {
    return new BoardDefinition(BoardId.MAIN, "All work", List.of(), Map.of());
  }

  public boolean shows(Task task) {
    return tags.isEmpty() || task.tags().stream().anyMatch(tags::contains);
  }
}
