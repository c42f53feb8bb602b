package dev.gemba.kanban.team;

import java.util.List;

/** People who work together. */
public record Team(long id, String name, List<String> members) {
  public Team {
    members = List.copyOf(members);
  }
}
