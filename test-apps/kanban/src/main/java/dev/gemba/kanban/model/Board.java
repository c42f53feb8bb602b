package dev.gemba.kanban.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A board as it stood at one moment: columns of cards. */
public record Board(BoardId id, String name, Instant loadedAt, List<Column> columns) {
  public Board {
    columns = List.copyOf(columns);
  }

  /** How many cards are on the board. */
  public int size() {
    return columns.stream().mapToInt(column -> column.cards().size()).sum();
  }

  /**
   * The cards of one status, the most urgent first.
   *
   * @param limit how many cards there should be at most; null for no limit
   */
  public record Column(Status status, Integer limit, boolean overLimit, List<Card> cards) {
    public Column {
      cards = List.copyOf(cards);
    }
  }

  /**
   * What a board shows of a task.
   *
   * @param assignee may be null
   * @param agent may be null
   * @param due may be null
   * @param waitsFor the dependencies that are not done yet
   */
  public record Card(
      TaskId id,
      String title,
      Status status,
      Priority priority,
      String assignee,
      String agent,
      LocalDate due,
      int points,
      List<String> tags,
      List<TaskId> waitsFor) {
    public Card {
      tags = List.copyOf(tags);
      waitsFor = List.copyOf(waitsFor);
    }
  }
}
