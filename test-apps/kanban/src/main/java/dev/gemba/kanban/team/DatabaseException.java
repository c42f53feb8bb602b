package dev.gemba.kanban.team;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;

/** The database refused or failed. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseException(SQLException cause) {
    super(cause);
  }

  /** Whether a rule of the schema was broken, such as a name being taken. */
  boolean isConstraintViolation() {
    return getCause() instanceof SQLIntegrityConstraintViolationException;
  }
}
