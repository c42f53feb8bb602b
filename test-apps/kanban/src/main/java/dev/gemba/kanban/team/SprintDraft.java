package dev.gemba.kanban.team;

import java.time.LocalDate;
import java.util.Objects;

/** A sprint to create; the goal may be left out. */
public record SprintDraft(String name, String goal, LocalDate starts, LocalDate ends) {
  public SprintDraft {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(starts, "starts");
    Objects.requireNonNull(ends, "ends");
    goal = Objects.requireNonNullElse(goal, "");
  }
}
