package dev.gemba.agent.trace;

import java.sql.SQLException;

/** The only class here that needs the JDK's module {@code java.sql}, which may not be there. */
final class SqlState {

  private SqlState() {}

  /** The code that the database gave for an error; null if it gave none. */
  static String of(Throwable thrown) {
    return thrown instanceof SQLException e ? e.getSQLState() : null;
  }
}
