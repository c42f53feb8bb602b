package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the text, a statement is made of it, and shows no value. */
class SqlStatementPropertyTest {

  @Property
  void isMadeOfAnyText(@ForAll String sql, @ForAll boolean mysql) {
    check(sql, mysql);
  }

  @Property(tries = 5_000)
  void isMadeOfAnyPieces(@ForAll("pieces") List<String> pieces, @ForAll boolean mysql) {
    check(String.join("", pieces), mysql);
  }

  /** As long as what is around the place where a text is cut. */
  @Property(tries = 500)
  void isMadeOfManyPieces(@ForAll("pieces") List<String> pieces, @ForAll boolean mysql) {
    String joined = String.join(" ", pieces);
    check("SELECT x" + (", " + joined).repeat(1 + 3_000 / (joined.length() + 1)), mysql);
  }

  @Property
  void showsNoValue(@ForAll("statements") String sql) {
    assertThat(SqlStatement.of(sql).text()).doesNotContain("secret").doesNotContainPattern("[0-9]");
  }

  @Property
  void showsNoValueOfMysql(@ForAll("statementsOfMysql") String sql) {
    assertThat(SqlStatement.of(sql, true).text())
        .doesNotContain("secret")
        .doesNotContainPattern("[0-9]");
  }

  @Property
  void isTheSameForListsOfAnyLength(@ForAll("values") List<String> values) {
    String list = String.join(", ", values);
    String rows = String.join(", ", values.stream().map(value -> "(a, " + value + ")").toList());

    assertThat(SqlStatement.of("SELECT a FROM t WHERE b IN (" + list + ") AND c").text())
        .isIn(
            "SELECT a FROM t WHERE b IN (?) AND c",
            "SELECT a FROM t WHERE b IN (-?) AND c",
            "SELECT a FROM t WHERE b IN (:v) AND c");
    assertThat(SqlStatement.of("INSERT INTO t VALUES " + rows + " RETURNING b").text())
        .isIn(
            "INSERT INTO t VALUES (a, ?) RETURNING b",
            "INSERT INTO t VALUES (a, -?) RETURNING b",
            "INSERT INTO t VALUES (a, :v) RETURNING b");
  }

  private static void check(String sql, boolean mysql) {
    SqlStatement statement = SqlStatement.of(sql, mysql);

    assertThat(statement.text()).hasSizeLessThanOrEqualTo(2_048);
    assertThat(SqlStatement.of(statement.text(), mysql).text()).isEqualTo(statement.text());
    assertThat(statement.summary()).isNotEmpty().hasSizeLessThanOrEqualTo(255);
    if (statement.operation() == null) {
      assertThat(statement.collection()).isNull();
      assertThat(statement.summary()).isEqualTo("SQL");
    } else {
      assertThat(statement.operation()).isUpperCase();
      assertThat(statement.summary()).startsWith(statement.operation());
    }
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    Arbitrary<String> words =
        Arbitraries.of(
            "SELECT",
            "select ",
            "FROM",
            " from ",
            "INSERT INTO ",
            "UPDATE ",
            "DELETE ",
            "WITH ",
            " AS ",
            "VALUES",
            " VALUES ",
            " IN ",
            "IN",
            "ROW",
            "CREATE ",
            "TABLE ",
            "DISTINCT ",
            "ARRAY",
            "CALL ",
            "a",
            "t1",
            "col_2",
            "E",
            "N",
            "x",
            "q",
            "é",
            "𝒙");
    Arbitrary<String> signs =
        Arbitraries.of(
            "'", "''", "\"", "\"\"", "`", "[", "]", "]]", "(", ")", ",", ", ", ".", ";", "?", ":",
            "::", "@", "@@", "$", "$$", "$a$", "#", "-", "--", "-- ", "/", "*", "/*", "*/", "\\",
            "=", "+", "{", "}", "…", " ", "  ", "\n", "\t", "\u0000", "\u00a0", "\u2028", "\ud800");
    Arbitrary<String> values =
        Arbitraries.of(
            "1",
            "0x1F",
            "1e",
            "1.5",
            ".5",
            "'a'",
            "\"b\"",
            "$1",
            "$5.5",
            ":n",
            ":1",
            "@p1",
            "?1",
            "٣",
            "(?, ?), ",
            "?, ");
    return Arbitraries.frequencyOf(Tuple.of(3, words), Tuple.of(5, signs), Tuple.of(2, values))
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<String> statements() {
    Arbitrary<String> strings =
        Combinators.combine(contents(), Arbitraries.integers().between(0, 8))
            .as(SqlStatementPropertyTest::string);
    Arbitrary<String> gaps =
        Arbitraries.of(" ", "\n", "\t", " -- it's 1\n", " /* it's 1 */ ", " /* /* \" */ ' */ ");
    return statements(Arbitraries.oneOf(strings, numbers()), gaps);
  }

  @Provide
  Arbitrary<String> statementsOfMysql() {
    Arbitrary<String> strings =
        Combinators.combine(contents(), Arbitraries.integers().between(0, 5))
            .as(SqlStatementPropertyTest::stringOfMysql);
    Arbitrary<String> gaps =
        Arbitraries.of(" ", "\n", "\t", " -- it's 1\n", "# it's 1\n", " /* it's /* 1 */ ");
    return statements(Arbitraries.oneOf(strings, numbers()), gaps);
  }

  private static Arbitrary<String> statements(Arbitrary<String> values, Arbitrary<String> gaps) {
    Arbitrary<String> words =
        Arbitraries.of(
            "SELECT",
            "FROM",
            "WHERE",
            "a",
            "b.c",
            "`d e`",
            "=",
            "IN (",
            "VALUES (",
            "(",
            ")",
            ",",
            "-",
            "::",
            "?",
            ":name",
            "AND",
            "LIKE",
            "||",
            "*",
            "/",
            "DATE",
            "ARRAY[",
            "]",
            "<",
            ">");
    Arbitrary<String> tokens = Arbitraries.oneOf(words, values);
    return Combinators.combine(tokens.list().ofMaxSize(20), gaps.list().ofSize(20))
        .as(
            (all, between) -> {
              List<String> text = new ArrayList<>();
              for (int i = 0; i < all.size(); i++) {
                text.add(all.get(i));
                text.add(between.get(i));
              }
              return String.join("", text);
            });
  }

  /** With something in it that must not be seen, and what might end a string too early. */
  private static Arbitrary<String> contents() {
    Arbitrary<String> noise =
        Arbitraries.of(
                "'", "''", "\"", "\\", "`", "$", "$$", "/*", "*/", "--", "#", "\n", "]", "[", "(",
                ")", ",", "x", "é", " ", "?")
            .list()
            .ofMaxSize(6)
            .map(parts -> String.join("", parts));
    return Combinators.combine(noise, noise).as((before, after) -> before + "secret7" + after);
  }

  private static String string(String content, int how) {
    String doubled = content.replace("'", "''");
    return switch (how) {
      case 0 -> "E'" + content.replace("\\", "\\\\").replace("'", "\\'") + "'";
      case 1 -> "e'" + doubled.replace("\\", "\\\\") + "'";
      case 2 -> "N'" + doubled + "'";
      case 3 -> "$x$" + content.replace("$", "") + "$x$";
      case 4 -> "$$" + content.replace("$", "") + "$$";
      case 5 -> "q'[" + content.replace("]", "") + "]'";
      case 6 -> "Nq'{" + content + "}'";
      case 7 -> "x'" + doubled + "'";
      default -> "'" + doubled + "'";
    };
  }

  private static String stringOfMysql(String content, int how) {
    String escaped = content.replace("\\", "\\\\");
    return switch (how) {
      case 0 -> "'" + escaped.replace("'", "''") + "'";
      case 1 -> "'" + escaped.replace("'", "\\'") + "'";
      case 2 -> "\"" + escaped.replace("\"", "\"\"") + "\"";
      case 3 -> "\"" + escaped.replace("\"", "\\\"") + "\"";
      case 4 -> "N'" + escaped.replace("'", "''") + "'";
      default -> "_latin'" + escaped.replace("'", "\\'") + "'";
    };
  }

  private static Arbitrary<String> numbers() {
    Arbitrary<Long> any = Arbitraries.longs();
    Arbitrary<Double> real = Arbitraries.doubles();
    return Arbitraries.oneOf(
        any.map(Object::toString),
        any.map(value -> "0x" + Long.toHexString(value)),
        any.map(value -> value + "L"),
        real.map(value -> String.format(Locale.ROOT, "%e", value)),
        real.map(Object::toString),
        Arbitraries.of(".5", "5.", "-.5E+7", "1_000", "0b01", "0o17", "1.5f", "$5.00", "-1"));
  }

  @Provide
  Arbitrary<List<String>> values() {
    return Arbitraries.of("1", "-2", "'x'", "?", ":v", "0x1F", "1e-3", "''''")
        .list()
        .ofMinSize(1)
        .ofMaxSize(300);
  }
}
