package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/**
 * What a program asks a real Redis, by the newest and the oldest clients that the pack is for, is
 * told command by command, without anything of keys and values.
 */
class RedisIT {

  /** As many as {@code RedisUser} asks one after the other. */
  private static final int MANY = 500;

  private static final String CONNECT = "redis.connect";
  private static final String DATA_ERROR = "redis.clients.jedis.exceptions.JedisDataException";
  private static final String NO_CONNECTION =
      "redis.clients.jedis.exceptions.JedisConnectionException";

  /** Below each span of the program: operation, database, text, size of a batch, code, error. */
  private static final Map<String, List<String>> EXPECTED =
      Map.of(
          "jedis commands",
          List.of(
              "redis.SET 0 [SET ? ?]",
              "redis.SELECT 3 [SELECT ?]",
              "redis.GET 3 [GET ?]",
              "redis.MGET 3 [MGET ? ? ?]",
              "redis.OTHER 3 [OTHER ?] ERR " + DATA_ERROR),
          "jedis pipelines",
          List.of("redis.PIPELINE SET 0 x5", "redis.PIPELINE 0 x3 WRONGTYPE " + DATA_ERROR),
          "jedis error",
          List.of("redis.LPOP 0 [LPOP ?] WRONGTYPE " + DATA_ERROR),
          "lettuce sync",
          List.of(
              "redis.SET 2 [SET ? ?]",
              "redis.SELECT [SELECT ?]",
              "redis.SET 4 [SET ? ?]",
              "redis.PING 4 [PING]",
              "redis.LPOP 4 [LPOP ?] WRONGTYPE WRONGTYPE"),
          "lettuce async",
          List.of("redis.GET 4 [GET ?]", "redis.LPOP 4 [LPOP ?] WRONGTYPE WRONGTYPE"),
          "lettuce transaction",
          List.of("redis.MULTI 4 [MULTI]", "redis.SET 4 [SET ? ?]", "redis.EXEC 4 [EXEC]"),
          "lettuce reactive",
          List.of("redis.GET 4 [GET ?]", "redis.LPOP 4 [LPOP ?] WRONGTYPE WRONGTYPE"),
          "lettuce flush",
          List.of("redis.GET 4 [GET ?]", "redis.GET 4 [GET ?]", "redis.GET 4 [GET ?]"));

  private static RedisServer server;
  private static int port;

  @TempDir private Path directory;

  @BeforeAll
  static void startServer() throws IOException {
    port = FreePort.next();
    server =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
    server.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.stop();
    }
  }

  @OnEveryJdk
  void seesWhatTheNewestClientsAsk(Jdk jdk) throws Exception {
    Map<String, List<String>> expected = new TreeMap<>(EXPECTED);
    expected.put("jedis transaction", List.of("redis.MULTI SET 0 x2", "redis.EXEC 0 [EXEC]"));
    expected.put("jedis unreachable", List.of("redis.GET [GET ?] " + NO_CONNECTION));
    ExportedMetrics exported = run(jdk, jars("libraries"));

    assertTells(exported, expected);
    assertThat(exported.calls("redis.GET", "")).isEqualTo(MANY + 6);
  }

  @Test
  void seesWhatTheOldestClientsAsk() throws Exception {
    Map<String, List<String>> expected = new TreeMap<>(EXPECTED);
    expected.put(
        "jedis transaction",
        List.of("redis.MULTI 0 [MULTI]", "redis.MULTI SET 0 x2", "redis.EXEC 0 [EXEC]"));
    expected.put("jedis unreachable", List.of());
    List<Path> libraries = jars("oldest");
    for (Path jar : jars("libraries")) {
      if (!jar.getFileName().toString().matches("(jedis|lettuce)-.*")) {
        libraries.add(jar);
      }
    }
    ExportedMetrics exported = run(Jdks.found().get(0), libraries);

    assertTells(exported, expected);
    assertThat(exported.calls("redis.GET", "")).isEqualTo(MANY + 6);
  }

  private static List<Path> jars(String folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Jars.redisUser().resolveSibling(folder), "*.jar")) {
      all.forEach(jars::add);
    }
    return jars;
  }

  private ExportedMetrics run(Jdk jdk, List<Path> libraries) throws Exception {
    List<Path> classPath = new ArrayList<>(libraries);
    classPath.add(Jars.redisUser());
    Path output = directory.resolve("gemba");
    ForkedJvm.on(jdk)
        .main(classPath, "dev.gemba.redis.RedisUser", "" + port, "" + FreePort.next())
        .options("-Xmx1g", "-XX:+UseSerialGC", "-Xverify:all")
        .gemba(
            directory,
            "service: user\noverhead: off\nsampling: { keep: 100% }\nexporters:\n"
                + ConfigText.file(output))
        .run()
        .exitedWith(0);
    assertThat(Files.readString(output.resolve("traces.jsonl")))
        .doesNotContainIgnoringCase("secret");
    return ExportedMetrics.in(output);
  }

  private static void assertTells(ExportedMetrics exported, Map<String, List<String>> expected)
      throws IOException {
    exported.assertNoGembaErrors();
    assertThat(exported.dropped("capture-failure")).isZero();
    assertThat(exported.callsByOutcome(CONNECT)).isEqualTo(Map.of("", 2L, NO_CONNECTION, 1L));
    List<JsonNode> spans = exported.spans();
    Map<String, List<String>> told = new TreeMap<>();
    for (JsonNode root : spans) {
      if (expected.containsKey(root.path("name").asText())) {
        told.put(root.path("name").asText(), below(root.path("spanId").asText(), spans));
      }
    }
    assertThat(told).isEqualTo(expected);
    for (JsonNode span : spans) {
      if (span.path("name").asText().startsWith("redis.")) {
        assertThat(span.path("kind").asInt()).as("%s", span).isEqualTo(3);
        assertThat(attributes(span))
            .as("%s", span)
            .containsEntry("db.system.name", "redis")
            .containsEntry("server.address", "127.0.0.1")
            .containsKey("server.port");
      }
    }
  }

  /** In the order in which they began. */
  private static List<String> below(String parent, List<JsonNode> spans) {
    return spans.stream()
        .filter(span -> span.path("parentSpanId").asText().equals(parent))
        .filter(span -> !span.path("name").asText().equals(CONNECT))
        .sorted(Comparator.comparingLong(span -> span.path("startTimeUnixNano").asLong()))
        .map(RedisIT::described)
        .toList();
  }

  private static String described(JsonNode span) {
    Map<String, String> attributes = attributes(span);
    StringJoiner text = new StringJoiner(" ").add(span.path("name").asText());
    add(text, "", attributes.get("db.namespace"), "");
    add(text, "[", attributes.get("db.query.text"), "]");
    add(text, "x", attributes.get("db.operation.batch.size"), "");
    add(text, "", attributes.get("db.response.status_code"), "");
    add(text, "", attributes.get("error.type"), "");
    return text.toString();
  }

  private static void add(StringJoiner text, String before, String value, String after) {
    if (value != null) {
      text.add(before + value + after);
    }
  }

  private static Map<String, String> attributes(JsonNode span) {
    Map<String, String> attributes = new TreeMap<>();
    for (JsonNode attribute : span.path("attributes")) {
      attributes.put(
          attribute.path("key").asText(), attribute.path("value").elements().next().asText());
    }
    return attributes;
  }
}
