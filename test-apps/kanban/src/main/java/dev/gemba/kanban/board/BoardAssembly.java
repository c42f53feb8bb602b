package dev.gemba.kanban.board;

import dev.gemba.kanban.model.Board;
import dev.gemba.kanban.model.BoardDefinition;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Sorts tasks into the columns of a board. */
final class BoardAssembly {
  private static final Comparator<Task> URGENCY =
      Comparator.comparing(Task::priority)
          .thenComparing(Task::due, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Task::id);

  private BoardAssembly() {}

  /**
   * Puts a board together.
   *
   * @param tasks all tasks, because those on the board may wait for others
   */
  static Board assemble(BoardDefinition definition, List<Task> tasks, Instant now) {
    Set<TaskId> unfinished =
        tasks.stream()
            .filter(task -> task.status() != Status.DONE)
            .map(Task::id)
            .collect(Collectors.toSet());
    Map<Status, List<Board.Card>> cards =
        tasks.stream()
            .filter(definition::shows)
            .sorted(URGENCY)
            .map(task -> card(task, unfinished))
            .collect(
                Collectors.groupingBy(
                    Board.Card::status, () -> new EnumMap<>(Status.class), Collectors.toList()));
    List<Board.Column> columns =
        Arrays.stream(Status.values())
            .map(
                status ->
                    column(
                        status,
                        definition.limits().get(status),
                        cards.getOrDefault(status, List.of())))
            .toList();
    return new Board(definition.id(), definition.name(), now, columns);
  }

  private static Board.Column column(Status status, Integer limit, List<Board.Card> cards) {
    return new Board.Column(status, limit, limit != null && cards.size() > limit, cards);
  }

  private static Board.Card card(Task task, Set<TaskId> unfinished) {
    return new Board.Card(
        task.id(),
        task.title(),
        task.status(),
        task.priority(),
        task.assignee(),
        task.agent(),
        task.due(),
        task.estimates().points(),
        task.tags(),
        task.dependencies().stream().filter(unfinished::contains).toList());
  }
}
