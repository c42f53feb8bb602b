package dev.gemba.agent.trace;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The statements of an application by their text, for as many threads as like. One that is known is
 * found without a lock and without allocation, at the cost of a look into a hash map.
 *
 * <p>An application with prepared statements has some hundred texts. One that writes its values
 * into them has a new text each time: so the first 1,000 texts of at most 8,192 characters are kept
 * for good, which is 20 MB of characters at the very most and some 300 kB as a rule; any other is
 * read anew each time, which costs what {@link SqlStatement#of(String)} does. Nothing is ever
 * replaced: to know what was not used for long would take a write for each use.
 */
final class SqlStatements {

  static final int ENTRIES = 1_000;
  static final int LONGEST = 8_192;

  private final ConcurrentHashMap<String, SqlStatement> standard = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, SqlStatement> mysql = new ConcurrentHashMap<>();

  /** Places taken in both maps. */
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * The statement of a text; a text that is null is an empty one.
   *
   * @param doubleQuotesAreStrings as in {@link SqlStatement#of(String, boolean)}
   */
  SqlStatement of(String sql, boolean doubleQuotesAreStrings) {
    if (sql == null || sql.length() > LONGEST) {
      return SqlStatement.of(sql, doubleQuotesAreStrings);
    }
    ConcurrentHashMap<String, SqlStatement> known = doubleQuotesAreStrings ? mysql : standard;
    SqlStatement statement = known.get(sql);
    if (statement != null) {
      return statement;
    }
    statement = SqlStatement.of(sql, doubleQuotesAreStrings);
    return taken.get() < ENTRIES ? kept(known, sql, statement) : statement;
  }

  private SqlStatement kept(
      ConcurrentHashMap<String, SqlStatement> known, String sql, SqlStatement statement) {
    if (taken.incrementAndGet() > ENTRIES) {
      taken.decrementAndGet();
      return statement;
    }
    SqlStatement first = known.putIfAbsent(sql, statement);
    if (first == null) {
      return statement;
    }
    taken.decrementAndGet();
    return first;
  }
}
