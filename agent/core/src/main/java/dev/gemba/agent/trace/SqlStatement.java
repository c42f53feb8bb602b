package dev.gemba.agent.trace;

/**
 * What a span may tell of an SQL statement, by OpenTelemetry's semantic conventions for database
 * spans: enough to know the statement again, and none of the values in it.
 *
 * <p>Made in one pass over the text, in time and memory linear in its length whatever it holds, and
 * never refused: this is no parser, and has no grammar of any database. Immutable.
 *
 * <p><b>Double quotes</b> are names by the standard, and strings in MySQL and MariaDB unless {@code
 * ANSI_QUOTES} is set. In {@code … = "x"} nobody can tell from the text which it is, and to take
 * out what may be a name would take the names out of every statement of most mappers. So whoever
 * asks has to say that the database is one of these two. They differ in more, which then holds as
 * well: a backslash escapes in every string, {@code #} begins a comment, {@code --} does so only
 * before a space, and comments do not nest.
 *
 * @param text {@code db.query.text}: values are {@code ?}; comments are left out; whitespace is one
 *     blank; what lists repeat is there once ({@code IN (?)}); at most 2,048 characters, the last
 *     of which is … if it was cut. Placeholders, {@code TRUE}, {@code FALSE} and {@code NULL} stay.
 * @param operation {@code db.operation.name}: the first keyword, or the main one behind WITH, in
 *     upper case, so that spellings do not count as operations; with the kind of object behind
 *     CREATE, ALTER and DROP; null if there is none
 * @param collection {@code db.collection.name}: the first table that the main statement names, as
 *     it is written, but without quotes, or the procedure that is called; that of a query which
 *     WITH gives a name to is the first table in these queries; null if there is none
 * @param summary {@code db.query.summary}, which is the span's name: operation and collection, as
 *     far as there are any, else {@code SQL}; at most 255 characters, and no name is cut
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/database-spans/">Semantic
 *     conventions for database spans</a>
 */
record SqlStatement(String text, String operation, String collection, String summary) {

  /** What the conventions have a summary cut to. */
  private static final int LONGEST_SUMMARY = 255;

  /** Of any database but MySQL and MariaDB. A text that is null is an empty one. */
  static SqlStatement of(String sql) {
    return of(sql, false);
  }

  /**
   * Of any database. A text that is null is an empty one.
   *
   * @param doubleQuotesAreStrings true for MySQL and MariaDB
   */
  static SqlStatement of(String sql, boolean doubleQuotesAreStrings) {
    SqlTokens token = new SqlTokens(sql == null ? "" : sql, doubleQuotesAreStrings);
    SqlText text = new SqlText();
    SqlTarget target = new SqlTarget();
    while (!(text.isFull() && target.isFound()) && token.next()) {
      text.write(token);
      target.accept(token);
    }
    target.end();
    String operation = target.operation();
    String collection = target.collection();
    return new SqlStatement(text.toString(), operation, collection, summary(operation, collection));
  }

  private static String summary(String operation, String collection) {
    if (operation == null) {
      return "SQL";
    }
    boolean told =
        collection != null && operation.length() + 1 + collection.length() <= LONGEST_SUMMARY;
    return told ? operation + " " + collection : operation;
  }
}
