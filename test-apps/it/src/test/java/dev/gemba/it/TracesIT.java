package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.gemba.it.shop.Shop;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * A request that passes two processes, pools and a database is one tree, and what Gemba exported of
 * it is what the driver knows it did.
 */
class TracesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> WAYS = List.of("send", "async", "url");
  private static final int REQUESTS = 1_200;
  private static final Duration TO_BE_WOVEN = Duration.ofSeconds(4);
  private static final int DRIVERS = 4;
  private static final long PAUSE_NANOS = 2_000_000;

  /** The pool asks nothing by itself. */
  private static final String NO_TEST_QUERIES = "-Dcom.zaxxer.hikari.aliveBypassWindowMs=600000";

  @TempDir private Path directory;

  private record Processes(RunningJvm stock, RunningJvm front, URI orders)
      implements AutoCloseable {

    /** What they said meanwhile. */
    List<Ended> end() throws InterruptedException {
      List<Ended> ended = new ArrayList<>();
      for (RunningJvm jvm : List.of(front, stock)) {
        jvm.closeInput();
        ended.add(jvm.end(PATIENCE).exitedWith(0));
      }
      return ended;
    }

    @Override
    public void close() {
      front.close();
      stock.close();
    }
  }

  private Processes start(Jdk jdk, Class<?> driver, String url) throws Exception {
    RunningJvm stock = shop(jdk, driver, "stock", url);
    try {
      RunningJvm front = shop(jdk, driver, "front", port(stock));
      return new Processes(stock, front, URI.create("http://127.0.0.1:" + port(front) + "/order/"));
    } catch (IOException | InterruptedException | RuntimeException e) {
      stock.close();
      throw e;
    }
  }

  private RunningJvm shop(Jdk jdk, Class<?> driver, String role, String argument) throws Exception {
    Path own = Files.createDirectories(directory.resolve(role));
    String config =
        "service: "
            + role
            + "\noverhead: off\nsampling: { keep: 0%, slow: off, errors: off }\nexporters:\n"
            + ConfigText.file(own.resolve("gemba"));
    return ForkedJvm.program(
            jdk, Shop.class, List.of(HikariDataSource.class, driver, Logger.class), role, argument)
        .options("-Xmx1g", "-Xverify:all", NO_TEST_QUERIES)
        .gemba(own, config)
        .start();
  }

  private static String port(RunningJvm jvm) throws InterruptedException {
    String line = jvm.awaitOutput(".", PATIENCE).stdoutSoFar();
    return line.substring(line.lastIndexOf(' ') + 1, line.lastIndexOf('.'));
  }

  @OnEveryJdk
  void everyRequestIsTheTreeThatItsSenderKnows(Jdk jdk) throws Exception {
    String url = "jdbc:h2:mem:stock;DB_CLOSE_DELAY=-1";
    assertTreesAreWhole(jdk, org.h2.Driver.class, url, REQUESTS);
  }

  @Test
  void asksARealPostgres() throws Exception {
    Jdk newest = Jdks.newest();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      assertTreesAreWhole(newest, org.postgresql.Driver.class, url, REQUESTS / 4);
    }

    for (JsonNode span : exported("stock").spans()) {
      Map<String, String> attributes = texts(span);
      if (span.path("name").asText().equals("SELECT stock")) {
        assertThat(attributes)
            .containsEntry("db.system.name", "postgresql")
            .containsEntry("db.namespace", "postgres")
            .containsEntry("db.query.text", "select amount from stock where id = ?");
      } else if (span.path("name").asText().equals("UPDATE shelf")) {
        assertThat(attributes)
            .containsEntry("db.query.text", "update shelf set amount = ? where name = ?")
            .containsEntry("db.response.status_code", "42P01");
      }
    }
  }

  private static Map<String, String> texts(JsonNode span) {
    Map<String, String> texts = new HashMap<>();
    for (JsonNode attribute : span.path("attributes")) {
      texts.put(
          attribute.path("key").asText(), attribute.path("value").path("stringValue").asText());
    }
    return texts;
  }

  private void assertTreesAreWhole(Jdk jdk, Class<?> driver, String url, int requests)
      throws Exception {
    Map<String, String> expected;
    List<Ended> ended;
    try (Processes processes = start(jdk, driver, url)) {
      warmUp(processes.orders());
      expected = drive(processes.orders(), requests);
      ended = processes.end();
    }

    ExportedMetrics front = exported("front");
    ExportedMetrics stock = exported("stock");
    Map<String, String> found = trees(front, stock);

    assertThat(found).as("drops %s, %s", front.drops(), stock.drops()).hasSameSizeAs(expected);
    List<String> wrong = new ArrayList<>();
    expected.forEach(
        (trace, tree) -> {
          if (!tree.equals(found.get(trace))) {
            wrong.add(tree + "\n" + found.get(trace));
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(front.dropped("capture-failure") + stock.dropped("capture-failure"))
        .as("%s", ended)
        .isZero();
    assertThat(front.calls("GET /order/send/*")).isGreaterThanOrEqualTo(requests / WAYS.size());
    assertThat(stock.calls("GET /stock/*")).isGreaterThanOrEqualTo(requests);
  }

  private ExportedMetrics exported(String role) throws IOException {
    return ExportedMetrics.in(directory.resolve(role).resolve("gemba")).assertNoGembaErrors();
  }

  /**
   * Sends requests that leave no spans until all is woven: executors are once a library is there,
   * and classes that came before the type that they are meant by, within seconds.
   */
  private static void warmUp(URI orders) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    long until = System.nanoTime() + TO_BE_WOVEN.toNanos();
    for (int n = 0; System.nanoTime() < until; n++) {
      HttpRequest request =
          HttpRequest.newBuilder(orders.resolve(WAYS.get(n % WAYS.size()) + "/1"))
              .header("traceparent", "00-" + trace(n) + "-00f067aa0ba902b8-00")
              .build();
      client.send(request, HttpResponse.BodyHandlers.discarding());
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Sends requests, and tells by trace which tree each of them must have become. */
  private static Map<String, String> drive(URI orders, int requests) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    AtomicInteger next = new AtomicInteger();
    ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
    List<Callable<Map<String, String>>> tasks = new ArrayList<>();
    for (int i = 0; i < DRIVERS; i++) {
      tasks.add(
          () -> {
            Map<String, String> sent = new HashMap<>();
            for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
              sent.put(trace(n), send(client, orders, n));
              LockSupport.parkNanos(PAUSE_NANOS);
            }
            return sent;
          });
    }
    Map<String, String> all = new HashMap<>();
    for (Future<Map<String, String>> sent : drivers.invokeAll(tasks)) {
      all.putAll(sent.get());
    }
    drivers.shutdown();
    return all;
  }

  private static String trace(int n) {
    return String.format("%016x%016x", 0xfeedL, n + 1);
  }

  private static String send(HttpClient client, URI orders, int n) throws Exception {
    String way = WAYS.get(n % WAYS.size());
    HttpRequest request =
        HttpRequest.newBuilder(orders.resolve(way + "/" + n))
            .header("traceparent", "00-" + trace(n) + "-00f067aa0ba902b7-01")
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    List<String> queries = new ArrayList<>();
    queries.add("jdbc.connection");
    for (int i = 0; i <= n % 3; i++) {
      boolean fails = n % 7 == 0 && i == n % 3;
      queries.add(fails ? "UPDATE shelf!" : "SELECT stock");
    }
    String stock = queries.stream().sorted().collect(Collectors.joining(" ", "(", ")"));
    return "GET /order/" + way + "/*(GET 127.0.0.1(GET /stock/*" + stock + "))";
  }

  /** The trees in all exports together, by trace. */
  private static Map<String, String> trees(ExportedMetrics... exports) throws IOException {
    Map<String, List<JsonNode>> byParent = new HashMap<>();
    Map<String, JsonNode> roots = new TreeMap<>();
    for (ExportedMetrics exported : exports) {
      for (JsonNode span : exported.spans()) {
        String parent = span.path("parentSpanId").asText();
        if (parent.equals("00f067aa0ba902b7")) {
          roots.put(span.path("traceId").asText(), span);
        }
        byParent.computeIfAbsent(parent, unused -> new ArrayList<>()).add(span);
      }
    }
    Map<String, String> trees = new HashMap<>();
    roots.forEach((trace, root) -> trees.put(trace, tree(root, byParent)));
    return trees;
  }

  private static String tree(JsonNode span, Map<String, List<JsonNode>> byParent) {
    List<JsonNode> children = byParent.getOrDefault(span.path("spanId").asText(), List.of());
    String name = span.path("name").asText().replaceAll("(127\\.0\\.0\\.1):\\d+", "$1");
    String failed = span.path("status").path("code").asInt() == 2 ? "!" : "";
    return children.isEmpty()
        ? name + failed
        : children.stream()
            .map(child -> tree(child, byParent))
            .sorted()
            .collect(Collectors.joining(" ", name + failed + "(", ")"));
  }
}
