package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SqlStatementsTest {

  private final SqlStatements statements = new SqlStatements();

  @Test
  void readsATextOnce() {
    SqlStatement first = statements.of("SELECT a FROM task WHERE id = 1", false);

    assertThat(first).isEqualTo(SqlStatement.of("SELECT a FROM task WHERE id = 1"));
    assertThat(statements.of("SELECT a FROM task WHERE id = ".concat("1"), false)).isSameAs(first);
  }

  @Test
  void knowsATextForEachMeaningOfDoubleQuotes() {
    String sql = "SELECT a FROM task WHERE b = \"c\"";

    assertThat(statements.of(sql, false).text()).endsWith("= \"c\"");
    assertThat(statements.of(sql, true).text()).endsWith("= ?");
    assertThat(statements.of(sql, false).text()).endsWith("= \"c\"");
  }

  @Test
  void keepsTheFirstThousandAndAnswersForAll() {
    List<SqlStatement> first = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      first.add(statements.of("SELECT a FROM t" + i, i % 2 == 0));
    }

    for (int i = 0; i < 1_500; i++) {
      SqlStatement again = statements.of("SELECT a FROM t" + i, i % 2 == 0);
      if (i < SqlStatements.ENTRIES) {
        assertThat(again).isSameAs(first.get(i));
      } else {
        assertThat(again).isNotSameAs(first.get(i)).isEqualTo(first.get(i));
      }
    }
  }

  @Test
  void keepsNoLongTextAndNoNull() {
    String longest = "SELECT " + "a".repeat(SqlStatements.LONGEST - "SELECT ".length());

    assertThat(statements.of(longest, false)).isSameAs(statements.of(longest, false));
    assertThat(statements.of(longest + "a", false))
        .isNotSameAs(statements.of(longest + "a", false))
        .isEqualTo(SqlStatement.of(longest + "a"));
    assertThat(statements.of(null, true)).isEqualTo(SqlStatement.of(""));
  }

  @Test
  void keepsNoMoreForManyThreadsThanForOne() throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<SqlStatement>>> answers = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        answers.add(
            pool.submit(
                () -> {
                  start.await();
                  return askForAll();
                }));
      }
      for (Future<List<SqlStatement>> answer : answers) {
        assertThat(answer.get()).isEqualTo(answers.get(0).get());
      }
    } finally {
      pool.shutdownNow();
    }
    Set<SqlStatement> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(askForAll());
    int kept = 0;
    for (SqlStatement again : askForAll()) {
      kept += known.contains(again) ? 1 : 0;
    }
    assertThat(kept).isEqualTo(SqlStatements.ENTRIES);
  }

  private List<SqlStatement> askForAll() {
    List<SqlStatement> answers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      answers.add(statements.of("SELECT a FROM t WHERE b = " + i, false));
    }
    return answers;
  }
}
