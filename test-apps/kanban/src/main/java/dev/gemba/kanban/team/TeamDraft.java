package dev.gemba.kanban.team;

import java.util.List;
import java.util.Objects;

/** A team to create; members may be left out. */
public record TeamDraft(String name, List<String> members) {
  public TeamDraft {
    Objects.requireNonNull(name, "name");
    members = List.copyOf(Objects.requireNonNullElse(members, List.of()));
  }
}
