package dev.gemba.kanban.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Set;

/** Where a task stands; each status is a column of a board, in this order. */
public enum Status {
  BACKLOG("backlog"),
  TODO("todo"),
  IN_PROGRESS("in-progress"),
  BLOCKED("blocked"),
  REVIEW("review"),
  DONE("done");

  private final String text;

  Status(String text) {
    this.text = text;
  }

  /** The name used in files, JSON and query strings. */
  @JsonValue
  public String text() {
    return text;
  }

  /**
   * The status of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Status of(String text) {
    return Choices.of(Status.class, Status::text, text);
  }

  /** The columns that a card may be moved to from this one. */
  public Set<Status> next() {
    return switch (this) {
      case BACKLOG -> EnumSet.of(TODO);
      case TODO -> EnumSet.of(BACKLOG, IN_PROGRESS);
      case IN_PROGRESS -> EnumSet.of(TODO, BLOCKED, REVIEW);
      case BLOCKED -> EnumSet.of(TODO, IN_PROGRESS);
      case REVIEW -> EnumSet.of(IN_PROGRESS, DONE);
      case DONE -> EnumSet.of(TODO);
    };
  }

  /** Whether somebody has begun the work and not finished it. */
  public boolean isUnderWay() {
    return this == IN_PROGRESS || this == BLOCKED || this == REVIEW;
  }
}
