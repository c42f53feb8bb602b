package dev.gemba.kanban.security;

/** What a request needs. */
public enum Permission {
  /** Look at anything. */
  VIEW,
  /** Create, edit and move tasks; generate board pages; plan sprints. */
  EDIT,
  /** Delete tasks; define boards and teams. */
  ADMINISTER
}
