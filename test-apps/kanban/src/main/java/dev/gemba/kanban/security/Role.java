package dev.gemba.kanban.security;

import java.util.Locale;

/** What the holder of an API key may do. */
public enum Role {
  VIEWER,
  MEMBER,
  ADMIN;

  public boolean permits(Permission permission) {
    return switch (this) {
      case VIEWER -> permission == Permission.VIEW;
      case MEMBER -> permission != Permission.ADMINISTER;
      case ADMIN -> true;
    };
  }

  /** The name used in the key file. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Role of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
