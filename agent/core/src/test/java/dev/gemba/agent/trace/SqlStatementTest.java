package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementTest {

  private static final boolean MYSQL = true;

  /** Statement, what is shown of it, operation, collection. */
  static List<Arguments> statements() {
    return List.of(
        // Hibernate
        arguments(
            "select t1_0.id,t1_0.title,o1_0.name from task t1_0 left join owner o1_0 on"
                + " o1_0.id=t1_0.owner_id where t1_0.board_id=? order by t1_0.pos offset ? rows"
                + " fetch first ? rows only",
            "select t1_0.id,t1_0.title,o1_0.name from task t1_0 left join owner o1_0 on"
                + " o1_0.id=t1_0.owner_id where t1_0.board_id=? order by t1_0.pos offset ? rows"
                + " fetch first ? rows only",
            "SELECT",
            "task"),
        arguments(
            "/* insert for com.acme.Task */insert into task (title,pos,id) values (?,?,?)",
            "insert into task (title,pos,id) values (?,?,?)",
            "INSERT",
            "task"),
        arguments(
            "select b1_0.id from board b1_0 where b1_0.id in (?,?,?,?)",
            "select b1_0.id from board b1_0 where b1_0.id in (?)",
            "SELECT",
            "board"),
        arguments(
            "update task set title=?,pos=? where id=? and version=?",
            "update task set title=?,pos=? where id=? and version=?",
            "UPDATE",
            "task"),
        arguments(
            "delete t from task t where t.id=7",
            "delete t from task t where t.id=?",
            "DELETE",
            "task"),
        arguments("select next value for task_seq", null, "SELECT", null),
        arguments("call next value for task_seq", null, "CALL", "task_seq"),
        // H2
        arguments(
            "MERGE INTO task (id, title) KEY (id) VALUES (1, 'a''b')",
            "MERGE INTO task (id, title) KEY (id) VALUES (?, ?)",
            "MERGE",
            "task"),
        arguments("CALL REPORT(42, 'x')", "CALL REPORT(?, ?)", "CALL", "REPORT"),
        arguments(
            "CREATE CACHED TABLE IF NOT EXISTS \"Task 1\" (id INT PRIMARY KEY, t VARCHAR(255))",
            "CREATE CACHED TABLE IF NOT EXISTS \"Task 1\" (id INT PRIMARY KEY, t VARCHAR(?))",
            "CREATE TABLE",
            "Task 1"),
        arguments(
            "SELECT X'0aff', DATE '2026-01-01', INTERVAL '1' DAY FROM dual",
            "SELECT ?, DATE ?, INTERVAL ? DAY FROM dual",
            "SELECT",
            "dual"),
        // PostgreSQL
        arguments(
            "SELECT * FROM public.task WHERE id = $1 AND n = $2::int4 AND at > '2026-01-01'::date",
            "SELECT * FROM public.task WHERE id = $1 AND n = $2::int4 AND at > ?::date",
            "SELECT",
            "public.task"),
        arguments(
            "INSERT INTO \"public\".\"task\" (id, n) VALUES (1, -2.5e-3), (2, +3), (3, 0x1F)"
                + " ON CONFLICT (id) DO UPDATE SET n = excluded.n + 1 RETURNING id",
            "INSERT INTO \"public\".\"task\" (id, n) VALUES (?, -?)"
                + " ON CONFLICT (id) DO UPDATE SET n = excluded.n + ? RETURNING id",
            "INSERT",
            "public.task"),
        arguments(
            "SELECT $$it's$$, $q$ $$ 'x' $q$, E'a\\'b', U&'\\0041', B'01' FROM ONLY a.b",
            "SELECT ?, ?, ?, U&?, ? FROM ONLY a.b",
            "SELECT",
            "a.b"),
        arguments(
            "SELECT 1 /* a /* b ' */ c */ -- it's\n + 2 FROM t",
            "SELECT ? + ? FROM t",
            "SELECT",
            "t"),
        arguments(
            "SELECT a[1], a[2:3], ARRAY[4, 'x'], '{5}'::int[] FROM t WHERE j @> '{\"k\": 6}'"
                + " AND j ?| ARRAY['k'] AND j #>> '{a}' = 'b'",
            "SELECT a[?], a[?:?], ARRAY[?, ?], ?::int[] FROM t WHERE j @> ?"
                + " AND j ?| ARRAY[?] AND j #>> ? = ?",
            "SELECT",
            "t"),
        arguments(
            "WITH RECURSIVE sub(id) AS (SELECT id FROM task WHERE id = 1 UNION ALL SELECT t.id"
                + " FROM task t JOIN sub ON t.parent = sub.id) SELECT * FROM sub",
            "WITH RECURSIVE sub(id) AS (SELECT id FROM task WHERE id = ? UNION ALL SELECT t.id"
                + " FROM task t JOIN sub ON t.parent = sub.id) SELECT * FROM sub",
            "SELECT",
            "task"),
        arguments(
            "with moved as (delete from task where done returning *), n as (select 1)"
                + " insert into archive select * from moved",
            "with moved as (delete from task where done returning *), n as (select ?)"
                + " insert into archive select * from moved",
            "INSERT",
            "archive"),
        arguments(
            "SELECT extract(year FROM at), a IS DISTINCT FROM b FROM task", null, "SELECT", "task"),
        arguments(
            "SELECT n FROM generate_series(1, 10) n",
            "SELECT n FROM generate_series(?, ?) n",
            "SELECT",
            null),
        arguments("VALUES (1, 'a'), (2, 'b')", "VALUES (?, ?)", "VALUES", null),
        arguments("TRUNCATE TABLE ONLY task, board", null, "TRUNCATE", "task"),
        arguments(
            "CREATE UNIQUE INDEX CONCURRENTLY ix ON task USING btree (id)",
            null,
            "CREATE INDEX",
            "task"),
        arguments("DROP TABLE IF EXISTS a.task CASCADE", null, "DROP TABLE", "a.task"),
        arguments(
            "ALTER SEQUENCE s RESTART WITH 1",
            "ALTER SEQUENCE s RESTART WITH ?",
            "ALTER SEQUENCE",
            null),
        arguments(
            "explain analyze select 1 from task",
            "explain analyze select ? from task",
            "EXPLAIN",
            "task"),
        arguments("BEGIN", null, "BEGIN", null),
        arguments("commit;", null, "COMMIT", null),
        arguments("SET search_path TO 'a'", "SET search_path TO ?", "SET", null),
        // SQL
        arguments("(SELECT a FROM x) UNION (SELECT a FROM y)", null, "SELECT", "x"),
        arguments("SELECT * FROM songs, artists", null, "SELECT", "songs"),
        arguments(
            "SELECT d FROM (SELECT * FROM (orders o JOIN customers c ON o.c = c.id)) x JOIN y",
            null,
            "SELECT",
            "orders"),
        arguments("SELECT (SELECT max(a) FROM x) FROM y", null, "SELECT", "y"),
        arguments("SELECT 1", "SELECT ?", "SELECT", null),
        arguments(
            "INSERT INTO archive (id, n) SELECT id, 1 FROM task WHERE done = TRUE",
            "INSERT INTO archive (id, n) SELECT id, ? FROM task WHERE done = TRUE",
            "INSERT",
            "archive"),
        arguments(
            "SELECT a FROM t WHERE (a, b) IN ((1, 2), (3, 4)) AND c NOT IN (SELECT x, x FROM u)",
            "SELECT a FROM t WHERE (a, b) IN ((?, ?)) AND c NOT IN (SELECT x, x FROM u)",
            "SELECT",
            "t"),
        arguments(
            "SELECT a FROM t WHERE a IN ( 1 , -2, :x, $3 ) OR b IN (1, c, 2, 3)",
            "SELECT a FROM t WHERE a IN ( ? ) OR b IN (?, c, ?)",
            "SELECT",
            "t"),
        arguments(
            "INSERT INTO t VALUES (1, (2)), (3, (4)), (5, now()), (6, now())",
            "INSERT INTO t VALUES (?, (?)), (?, now())",
            "INSERT",
            "t"),
        arguments("  SELECT\t1\r\n FROM\u00a0t ", "SELECT ? FROM t", "SELECT", "t"),
        arguments(
            "SELECT a FROM \"a\"\"b 'c\" WHERE x = 'd'",
            "SELECT a FROM \"a\"\"b 'c\" WHERE x = ?",
            "SELECT",
            "a\"\"b 'c"),
        arguments("SELECT a FROM schema . \"t 1\" x", null, "SELECT", "schema.t 1"),
        // JDBC
        arguments("{call report(?, 1)}", "{call report(?, ?)}", "CALL", "report"),
        arguments("{? = call a.f(?)}", null, "CALL", "a.f"),
        arguments(
            "SELECT a FROM t WHERE d = {d '2026-01-01'}",
            "SELECT a FROM t WHERE d = {d ?}",
            "SELECT",
            "t"),
        // Oracle
        arguments(
            "SELECT /*+ INDEX(t ix1) */ q'[it's]', nq'!a'b!', 1.5f FROM hr.task@remote t"
                + " WHERE ROWNUM <= :1 AND b = :b2",
            "SELECT ?, ?, ? FROM hr.task@remote t WHERE ROWNUM <= :1 AND b = :b2",
            "SELECT",
            "hr.task"),
        arguments(
            "MERGE INTO task t USING (SELECT 1 id FROM dual) s ON (t.id = s.id) WHEN MATCHED THEN"
                + " UPDATE SET n = 2 WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
            "MERGE INTO task t USING (SELECT ? id FROM dual) s ON (t.id = s.id) WHEN MATCHED THEN"
                + " UPDATE SET n = ? WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
            "MERGE",
            "task"),
        arguments(
            "INSERT ALL INTO a VALUES (1) INTO b VALUES (2) SELECT * FROM dual",
            "INSERT ALL INTO a VALUES (?) INTO b VALUES (?) SELECT * FROM dual",
            "INSERT",
            "a"),
        arguments(
            "SELECT sid FROM v$session WHERE a# = 1",
            "SELECT sid FROM v$session WHERE a# = ?",
            "SELECT",
            "v$session"),
        arguments("BEGIN report(:1, 'x'); END;", "BEGIN report(:1, ?); END;", "BEGIN", null),
        arguments(
            "CREATE OR REPLACE FORCE VIEW v AS SELECT 1 FROM t",
            "CREATE OR REPLACE FORCE VIEW v AS SELECT ? FROM t",
            "CREATE VIEW",
            "v"),
        // SQL Server
        arguments(
            "SELECT TOP 10 [Order 1].[id] FROM [db].[dbo].[Order 1] WITH (NOLOCK) WHERE [x] = @p1"
                + " AND c = N'é' AND m = $5.00 AND @@ROWCOUNT > 1",
            "SELECT TOP ? [Order 1].[id] FROM [db].[dbo].[Order 1] WITH (NOLOCK) WHERE [x] = @p1"
                + " AND c = ? AND m = ? AND @@ROWCOUNT > ?",
            "SELECT",
            "db.dbo.Order 1"),
        arguments(
            "INSERT dbo.task (id) OUTPUT inserted.id VALUES (1)",
            "INSERT dbo.task (id) OUTPUT inserted.id VALUES (?)",
            "INSERT",
            "dbo.task"),
        arguments(
            "DELETE TOP (100) FROM db..log", "DELETE TOP (?) FROM db..log", "DELETE", "db..log"),
        arguments(
            "UPDATE TOP (10) task SET n = 1", "UPDATE TOP (?) task SET n = ?", "UPDATE", "task"),
        arguments(
            "SELECT * FROM #tmp1, ##all WHERE n = 1",
            "SELECT * FROM #tmp1, ##all WHERE n = ?",
            "SELECT",
            "#tmp1"),
        arguments(
            "EXEC @rc = dbo.report @a = 1, @b = 'x'",
            "EXEC @rc = dbo.report @a = ?, @b = ?",
            "EXEC",
            "dbo.report"),
        arguments(
            "SELECT [Customer's name] FROM t WHERE x = 'y'",
            "SELECT [Customer's name] FROM t WHERE x = ?",
            "SELECT",
            "t"));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void tellsWhatIsDoneAndToWhatWithoutValues(
      String sql, String text, String operation, String collection) {
    SqlStatement statement = SqlStatement.of(sql);

    assertThat(statement.text()).isEqualTo(text == null ? sql : text);
    assertThat(statement.operation()).isEqualTo(operation);
    assertThat(statement.collection()).isEqualTo(collection);
    assertThat(statement.summary())
        .isEqualTo(collection == null ? operation : operation + " " + collection);
  }

  static List<Arguments> statementsOfMysql() {
    return List.of(
        arguments(
            "SELECT `a 1`, \"it's\", 'a\\'b', \"a\\\"b\" FROM `db`.`task` # it's\n WHERE a = 'x'",
            "SELECT `a 1`, ?, ?, ? FROM `db`.`task` WHERE a = ?",
            "SELECT",
            "db.task"),
        arguments(
            "SELECT 5--1, 5 -- it's\n - 1 /* a /* b */ FROM t",
            "SELECT ?- -?, ? - ? FROM t",
            "SELECT",
            "t"),
        arguments(
            "INSERT IGNORE INTO t (a, b) VALUES (1, \"x\"), (2, \"y\") ON DUPLICATE KEY UPDATE"
                + " a = VALUES(a), b = VALUES(b)",
            "INSERT IGNORE INTO t (a, b) VALUES (?, ?) ON DUPLICATE KEY UPDATE"
                + " a = VALUES(a), b = VALUES(b)",
            "INSERT",
            "t"),
        arguments(
            "REPLACE INTO t VALUES ROW(1, 2), ROW(3, 4)",
            "REPLACE INTO t VALUES ROW(?, ?)",
            "REPLACE",
            "t"),
        arguments(
            "UPDATE LOW_PRIORITY IGNORE t SET a = _utf8mb4'x', b = 0b01, c = x'41'",
            "UPDATE LOW_PRIORITY IGNORE t SET a = _utf8mb4?, b = ?, c = ?",
            "UPDATE",
            "t"),
        arguments(
            "DELETE a FROM task a JOIN b ON a.id = b.id LIMIT 5",
            "DELETE a FROM task a JOIN b ON a.id = b.id LIMIT ?",
            "DELETE",
            "task"),
        arguments("SELECT 1# it's\nFROM t", "SELECT ? FROM t", "SELECT", "t"));
  }

  @ParameterizedTest
  @MethodSource("statementsOfMysql")
  void readsQuotesAndCommentsAsMysqlDoes(
      String sql, String text, String operation, String collection) {
    SqlStatement statement = SqlStatement.of(sql, MYSQL);

    assertThat(statement.text()).isEqualTo(text);
    assertThat(statement.operation()).isEqualTo(operation);
    assertThat(statement.collection()).isEqualTo(collection);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "SELECT 'secret | SELECT ?",
        "SELECT a FROM t WHERE b = 'x' AND \"secret | SELECT a FROM t WHERE b = ? AND ?",
        "SELECT `secret | SELECT ?",
        "SELECT $a$secret$ | SELECT ?",
        "SELECT E'secret\\' | SELECT ?",
        "SELECT q'[secret' | SELECT ?",
        "SELECT 1 /* secret | SELECT ?",
        "SELECT 1 /* /* */ secret | SELECT ?",
        "SELECT [a, 'secret'] | SELECT [a, ?]",
        "SELECT [a = 'secret'] | SELECT [a = ?]",
        "SELECT [DATE 'secret'] | SELECT [DATE ?]",
        "SELECT [a 1 | SELECT [a ?",
      })
  void hidesWhatMayBeAValueWhereTheTextIsBroken(String sql, String text) {
    assertThat(SqlStatement.of(sql).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "-- nothing", "/* nothing", "; ; 'x' ? 1", "_x y", "\"a\""})
  void isNamedSqlIfNothingSaysWhatItDoes(String sql) {
    SqlStatement statement = SqlStatement.of(sql);

    assertThat(statement.operation()).isNull();
    assertThat(statement.collection()).isNull();
    assertThat(statement.summary()).isEqualTo("SQL");
  }

  @Test
  void takesNoTextForAnEmptyOne() {
    assertThat(SqlStatement.of(null)).isEqualTo(new SqlStatement("", null, null, "SQL"));
  }

  @Test
  void cutsTextsBetweenTokens() {
    String columns = "column_of_a_task, ".repeat(200);
    SqlStatement statement = SqlStatement.of("SELECT " + columns + "x FROM task");

    assertThat(statement.text())
        .hasSizeBetween(SqlText.LIMIT - 20, SqlText.LIMIT)
        .matches("SELECT (column_of_a_task, )+column_of_a_task,?…");
    assertThat(statement.summary()).isEqualTo("SELECT task");
  }

  @Test
  void keepsATextThatJustFits() {
    String fits = "SELECT " + "a".repeat(SqlText.LIMIT - "SELECT ".length());

    assertThat(SqlStatement.of(fits).text()).isEqualTo(fits);
    assertThat(SqlStatement.of(fits + "a").text()).isEqualTo("SELECT…");
    assertThat(SqlStatement.of("SELECT " + "\"a b\", ".repeat(2_000)).text())
        .hasSizeLessThanOrEqualTo(SqlText.LIMIT)
        .matches("SELECT (\"a b\", )+\"a b\",?…");
  }

  @Test
  void hasRoomForWhatFollowsALongList() {
    String ids = "1234, ".repeat(10_000) + "5";
    String row = "(" + "'some text', ".repeat(400) + "1)";

    assertThat(SqlStatement.of("DELETE FROM t WHERE id IN (" + ids + ") AND a = 1").text())
        .isEqualTo("DELETE FROM t WHERE id IN (?) AND a = ?");
    assertThat(SqlStatement.of("INSERT INTO t VALUES " + row + (", " + row).repeat(99)).text())
        .isEqualTo("INSERT INTO t VALUES (" + "?, ".repeat(400) + "?)");
    assertThat(SqlStatement.of("SELECT '" + "x".repeat(100_000) + "' FROM t").text())
        .isEqualTo("SELECT ? FROM t");
  }

  @Test
  void leavesANameOutOfTheSummaryThatDoesNotFit() {
    String longest = "t".repeat(255 - "SELECT ".length());

    assertThat(SqlStatement.of("SELECT 1 FROM " + longest).summary()).hasSize(255);
    assertThat(SqlStatement.of("SELECT 1 FROM " + longest + "t").summary()).isEqualTo("SELECT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "[",
        "[a",
        "[a'",
        "[a,]",
        "$",
        "$a",
        "$a$",
        "$a$ $a",
        "'",
        "''",
        "\"",
        "`",
        "?",
        ":",
        "@",
        "#",
        "-",
        "- ",
        "/*",
        "/* */",
        "--\n",
        "1e-",
        "0x",
        "q'[",
        "q'[]",
        "E'\\",
        "a.",
        "a, ",
        "IN(",
        "IN(?,",
        "(?,?),",
        "VALUES(",
        "VALUES ",
        "SELECT * FROM (",
        "FROM ",
        "WITH a AS (",
        "WITH a AS (SELECT 1 FROM a), ",
        "CREATE ",
        "DELETE ",
        "\ud800",
        "\u0000",
        " "
      })
  void isLinearInWhateverIsRepeated(String piece) {
    for (String before : List.of("", "SELECT * FROM ")) {
      String sql = before + piece.repeat(500_000 / piece.length());
      for (boolean mysql : new boolean[] {false, true}) {
        String text =
            assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> SqlStatement.of(sql, mysql).text());
        assertThat(text).hasSizeLessThanOrEqualTo(SqlText.LIMIT);
      }
    }
  }
}
