package dev.gemba.agent.trace;

import java.lang.reflect.Array;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Statements that are executed, by OpenTelemetry's semantic conventions for SQL. The operation is
 * the statement's verb and table. Literals are never recorded.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/database/sql/">OpenTelemetry, semantic
 *     conventions for SQL databases</a>
 */
final class Sql implements Enricher {

  /** What is not known until the statement is executed, and stands in its place. */
  static final String UNKNOWN = "SQL";

  private static final int MOST_URLS = 100;

  private final SqlStatements statements;
  private final Companions<String> prepared;
  private final ConcurrentHashMap<String, JdbcUrl> urls = new ConcurrentHashMap<>();

  /**
   * @param prepared what was prepared, by the statement object
   */
  Sql(SqlStatements statements, Companions<String> prepared) {
    this.statements = statements;
    this.prepared = prepared;
  }

  @Override
  public String operation(EndedCall call) {
    String sql = sql(call);
    String summary = sql == null ? UNKNOWN : statements.of(sql, false).summary();
    return isBatch(call) ? "BATCH " + summary : summary;
  }

  /** As the application wrote it; null if that is not known. */
  private String sql(EndedCall call) {
    return call.firstArgument() instanceof String sql ? sql : prepared.of(call.self());
  }

  private static boolean isBatch(EndedCall call) {
    return call.returned() != null && call.returned().getClass().isArray();
  }

  @Override
  public void enrich(EndedCall call, BiConsumer<String, Object> sink) {
    JdbcUrl url = url(call.text("url"));
    String sql = sql(call);
    if (sql != null) {
      SqlStatement statement = statements.of(sql, url.quotesStringsTwice());
      sink.accept("db.query.text", statement.text());
      sink.accept("db.query.summary", statement.summary());
      sink.accept("db.operation.name", statement.operation());
      sink.accept("db.collection.name", statement.collection());
    }
    if (isBatch(call)) {
      sink.accept("db.operation.batch.size", (long) Array.getLength(call.returned()));
    } else if (call.returned() instanceof Integer || call.returned() instanceof Long) {
      sink.accept("db.response.affected_rows", ((Number) call.returned()).longValue());
    }
    if (call.thrown() != null) {
      sink.accept("db.response.status_code", SqlState.of(call.thrown()));
    }
    sink.accept("db.system.name", url.system());
    sink.accept("db.namespace", url.namespace());
    sink.accept("server.address", url.address());
    sink.accept("server.port", url.port() < 0 ? null : (Object) (long) url.port());
  }

  private JdbcUrl url(String text) {
    if (text == null) {
      return JdbcUrl.of(null);
    }
    JdbcUrl known = urls.get(text);
    if (known == null) {
      known = JdbcUrl.of(text);
      if (urls.size() < MOST_URLS) {
        urls.put(text, known);
      }
    }
    return known;
  }
}
