package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "jdbc:h2:mem:stock;DB_CLOSE_DELAY=-1, h2database, -, -1, stock",
        "jdbc:h2:file:/data/kanban/teams;DB_CLOSE_ON_EXIT=FALSE, h2database, -, -1, teams",
        "jdbc:h2:tcp://db:9092/~/test, h2database, db, 9092, ~/test",
        "jdbc:hsqldb:mem:x, hsqldb, -, -1, x",
        "jdbc:sqlite:/tmp/a.db, sqlite, -, -1, /tmp/a.db",
        "jdbc:postgresql://db.example.org:5433/shop?ssl=true, postgresql, db.example.org, 5433, shop",
        "jdbc:postgresql:shop, postgresql, -, -1, shop",
        "jdbc:postgresql://[::1]:5432/shop, postgresql, [::1], 5432, shop",
        "jdbc:mysql://user:secret@a:3306/shop?x=1, mysql, a, 3306, shop",
        "'jdbc:mariadb://a:3306,b:3307/shop', mariadb, a, 3306, shop",
        "jdbc:sqlserver://h:1433;databaseName=shop;user=sa, microsoft.sql_server, h, 1433, shop",
        "jdbc:oracle:thin:@//h:1521/orcl, oracle.db, h, 1521, orcl",
        "jdbc:oracle:thin:@h:1521:orcl, oracle.db, h, 1521, orcl",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=)), oracle.db, -, -1, -",
        "jdbc:db2://h:50000/shop:user=a;, ibm.db2, h, 50000, shop:user=a",
        "jdbc:vertica://h:5433/x, other_sql, h, 5433, x",
        "jdbc:mysql://h:999999/x, mysql, h, -1, x",
        "jdbc:, other_sql, -, -1, -",
        "nothing, other_sql, -, -1, -",
        "-, other_sql, -, -1, -"
      })
  void readsWhatThereIs(String url, String system, String address, int port, String namespace) {
    assertThat(JdbcUrl.of(url)).isEqualTo(new JdbcUrl(system, address, port, namespace));
  }
}
