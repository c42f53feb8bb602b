package dev.gemba.it.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSourceFactory;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/**
 * Has three pools of two connections be asked by four threads, then once for a connection that
 * comes when another is given back, and once for one that never comes; and prints what it did.
 */
public final class Pools {

  private static final int SIZE = 2;
  private static final int THREADS = 4;
  private static final int ASKED_BY_EACH = 50;

  private static final int WAIT_MILLIS = 300;

  /** Old HikariCP takes a second at least, and a busy machine some of it for itself. */
  private static final int GIVE_UP_MILLIS = 1_500;

  private final AtomicInteger gets = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger queries = new AtomicInteger();

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    // What is meant with its subtypes is to be there before them.
    for (String type : List.of("sql.Driver", "sql.Connection", "sql.Statement")) {
      Class.forName("java." + type);
    }
    Class.forName("javax.sql.DataSource");
    new Pools().run();
  }

  private void run() throws Exception {
    List<DataSource> pools = List.of(Made.tomcat(), Made.dbcp(), Made.hikari());
    ExecutorService threads = Executors.newFixedThreadPool(pools.size());
    List<Callable<Void>> tasks = new ArrayList<>();
    for (DataSource pool : pools) {
      tasks.add(
          () -> {
            use(pool);
            return null;
          });
    }
    all(threads, tasks);
    System.out.println("jdbc.connection " + gets);
    System.out.println("jdbc.connection failed " + failed);
    System.out.println("jdbc.connect " + CountedDriver.CONNECTED);
    System.out.println("SELECT " + queries);
    System.out.println("waited " + pools.size() * WAIT_MILLIS);
  }

  private static void all(ExecutorService threads, List<Callable<Void>> tasks) throws Exception {
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private void use(DataSource pool) throws Exception {
    // Nobody waits while classes are loaded.
    query(pool);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int n = 0; n < THREADS; n++) {
      tasks.add(
          () -> {
            for (int i = 0; i < ASKED_BY_EACH; i++) {
              query(pool);
            }
            return null;
          });
    }
    all(Executors.newFixedThreadPool(THREADS), tasks);
    waitFor(pool);
  }

  private void waitFor(DataSource pool) throws Exception {
    ExecutorService another = Executors.newSingleThreadExecutor();
    try {
      waitFor(pool, another);
    } finally {
      another.shutdown();
    }
  }

  private void waitFor(DataSource pool, ExecutorService another) throws Exception {
    Connection one = get(pool);
    Connection two = get(pool);
    Future<?> waiting = another.submit(() -> query(pool));
    Thread.sleep(WAIT_MILLIS + WAIT_MILLIS / 4);
    two.close();
    waiting.get();
    two = get(pool);
    try {
      pool.getConnection().close();
    } catch (SQLException expected) {
      failed.incrementAndGet();
    }
    two.close();
    one.close();
  }

  private Connection get(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    gets.incrementAndGet();
    return connection;
  }

  private Void query(DataSource pool) throws SQLException {
    try (Connection connection = get(pool);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 7")) {
      rows.next();
      queries.incrementAndGet();
    }
    return null;
  }

  /** Loaded once the types are there that they are meant by. */
  private static final class Made {

    static DataSource tomcat() {
      PoolProperties properties = new PoolProperties();
      properties.setDriverClassName(CountedDriver.class.getName());
      properties.setUrl("jdbc:counted:tomcat");
      properties.setMaxActive(SIZE);
      properties.setMaxIdle(SIZE);
      properties.setInitialSize(0);
      properties.setMinIdle(0);
      properties.setMaxWait(GIVE_UP_MILLIS);
      return new org.apache.tomcat.jdbc.pool.DataSource(properties);
    }

    static DataSource dbcp() throws Exception {
      Properties properties = new Properties();
      properties.setProperty("driverClassName", CountedDriver.class.getName());
      properties.setProperty("url", "jdbc:counted:dbcp");
      properties.setProperty("maxTotal", Integer.toString(SIZE));
      properties.setProperty("maxIdle", Integer.toString(SIZE));
      properties.setProperty("maxWaitMillis", Integer.toString(GIVE_UP_MILLIS));
      return BasicDataSourceFactory.createDataSource(properties);
    }

    static DataSource hikari() {
      HikariConfig config = new HikariConfig();
      config.setDriverClassName(CountedDriver.class.getName());
      config.setJdbcUrl("jdbc:counted:hikari");
      config.setMaximumPoolSize(SIZE);
      config.setConnectionTimeout(GIVE_UP_MILLIS);
      return new HikariDataSource(config);
    }
  }
}
