package dev.gemba.kanban.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** How much a task matters, the most important first. */
public enum Priority {
  CRITICAL("critical"),
  HIGH("high"),
  MEDIUM("medium"),
  LOW("low");

  private final String text;

  Priority(String text) {
    this.text = text;
  }

  /** The name used in files, JSON and query strings. */
  @JsonValue
  public String text() {
    return text;
  }

  /**
   * The priority of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Priority of(String text) {
    return Choices.of(Priority.class, Priority::text, text);
  }
}
