package dev.gemba.kanban.team;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An embedded H2 database in one file, behind a connection pool. Thread-safe. Errors surface as
 * {@link DatabaseException}.
 */
public final class Database implements AutoCloseable {
  private static final int POOL_SIZE = 8;
  private static final int VALIDATION_SECONDS = 1;

  private static final String[] SCHEMA = {
    """
    create table if not exists team (
      id bigint generated always as identity primary key,
      name varchar(80) not null unique)
    """,
    """
    create table if not exists member (
      team_id bigint not null references team on delete cascade,
      name varchar(80) not null,
      primary key (team_id, name))
    """,
    """
    create table if not exists sprint (
      id bigint generated always as identity primary key,
      team_id bigint not null references team on delete cascade,
      name varchar(80) not null,
      goal varchar(500) not null,
      starts date not null,
      ends date not null,
      unique (team_id, name))
    """,
    """
    create table if not exists sprint_task (
      sprint_id bigint not null references sprint on delete cascade,
      task_id varchar(20) not null,
      primary key (sprint_id, task_id))
    """
  };

  private final HikariDataSource pool;

  /** Opens the database, which is created if it is missing; only one process can have it open. */
  public static Database open(Path directory) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("kanban-teams");
    config.setJdbcUrl(url(directory.resolve("teams")));
    config.setMaximumPoolSize(POOL_SIZE);
    Database database = new Database(new HikariDataSource(config));
    for (String statement : SCHEMA) {
      database.update(statement);
    }
    return database;
  }

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /** H2's own shutdown hook is off: the server closes the database after the last request. */
  private static String url(Path file) {
    String path = file.toAbsolutePath().toString().replace(";", "\\;");
    return "jdbc:h2:file:" + path + ";DB_CLOSE_ON_EXIT=FALSE";
  }

  /** The rows that a query answers. */
  <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
    return call(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
              List<T> result = new ArrayList<>();
              while (rows.next()) {
                result.add(reader.read(rows));
              }
              return result;
            }
          }
        });
  }

  /** How many rows a statement changed. */
  int update(String sql, Object... parameters) {
    return call(connection -> update(connection, sql, parameters));
  }

  /** Runs {@code work} in one transaction. */
  <T> T transaction(Work<T> work) {
    return call(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = work.on(connection);
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
        });
  }

  /** As {@link #update(String, Object...)}, on a connection of a transaction. */
  static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  /** Inserts one row and answers the id that it was given. */
  static long insert(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"id"})) {
      bind(statement, parameters);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  /** Whether the database answers. */
  public boolean isUsable() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(VALIDATION_SECONDS);
    } catch (SQLException ignored) { // The answer is no; every other call will say why.
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private <T> T call(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  /** Makes a value of the present row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Something to do with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }
}
