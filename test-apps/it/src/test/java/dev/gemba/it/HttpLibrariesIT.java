package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients and servlet containers, the oldest and the newest that there are of each: a request that
 * goes out or comes in is one span, in the trace that it belongs to.
 */
class HttpLibrariesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration TO_BE_WOVEN = Duration.ofSeconds(2);
  private static final String DRIVER = "00f067aa0ba902b7";
  private static final int CONTAINERS = 10;
  private static final int AT_ONCE = 12;

  /** The ways of each client that its program has. */
  private static final Map<String, List<String>> CLIENTS = clients();

  private static Map<String, List<String>> clients() {
    List<String> apache4 = List.of("sync", "host", "handler", "minimal", "legacy");
    List<String> apache5 = List.of("sync", "host", "handler", "minimal");
    List<String> okhttp = List.of("sync", "async");
    Map<String, List<String>> clients = new LinkedHashMap<>();
    clients.put("apache4-oldest", apache4);
    clients.put("apache4-newest", apache4);
    clients.put("apache5-oldest", apache5);
    clients.put("apache5-newest", apache5);
    clients.put("okhttp-3.0", okhttp);
    clients.put("okhttp-3", okhttp);
    clients.put("okhttp-4", okhttp);
    clients.put("okhttp-newest", okhttp);
    return clients;
  }

  /** What is asked of a servlet, what it is answered with, and the span of that. */
  private record Asked(String path, int status, String span) {}

  private static final List<Asked> ASKED =
      List.of(
          new Asked("/items/7", 200, "GET /items/*[200]"),
          new Asked("/moved/7", 200, "GET /moved/*[200]"),
          new Asked("/later/7", 200, "GET /later/*[200]"),
          new Asked("/again/7", 200, "GET /again/*[200]"),
          new Asked("/none/7", 404, "GET /none/*[404]"),
          new Asked("/guarded", 403, "GET /guarded[403]"),
          new Asked("/away", 503, "GET /away[503]!503"));

  /** What a servlet throws is an error; the status that comes of it only some containers tell. */
  private static final Asked BROKEN =
      new Asked("/broken", 500, "GET /broken!IllegalStateException");

  private static final String BROKEN_IN_UNDERTOW = "GET /broken[500]!500";

  /** It tells only the path that the servlet has handed the request on to. */
  private static final String OF_THE_LAST_PATH = "undertow-2.0";

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  /** By trace, what was asked and the tree that must come of it, without the port. */
  private final Map<String, String> expected = new TreeMap<>();

  @OnEveryJdk
  void aRequestIsOneSpanInItsTrace(Jdk jdk) throws Exception {
    Path output = directory.resolve("gemba");
    String config =
        "service: http\noverhead: off\nsampling: { keep: 0%, slow: off, errors: off }\nexporters:\n";
    Ended ended;
    try (RunningJvm libraries =
        ForkedJvm.on(jdk)
            .jar(Jars.http(), Jars.http().resolveSibling("libraries").toString())
            .options("-Xmx1g", "-Xverify:all")
            .gemba(directory, config + ConfigText.file(output))
            .start()
            .awaitOutput(" .", PATIENCE)) {
      Map<String, Integer> ports = ports(libraries.stdoutSoFar());
      int main = ports.remove("main");
      assertThat(ports).hasSize(CONTAINERS);
      warmUp(main);
      askClients(main);
      askAtOnce(main);
      for (Map.Entry<String, Integer> server : ports.entrySet()) {
        askServer(server.getKey(), server.getValue());
      }
      libraries.closeInput();
      ended = libraries.end(PATIENCE).exitedWith(0);
    }

    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    List<JsonNode> spans = exported.spans();
    Map<String, String> found = trees(spans);
    Map<String, String> wrong = new TreeMap<>();
    expected.forEach(
        (trace, tree) -> {
          if (!tree.endsWith(" " + found.get(trace))) {
            wrong.put(tree, found.get(trace));
          }
        });
    assertThat(wrong).as("%s", ended).isEmpty();
    assertThat(exported.dropped("capture-failure")).as("%s", ended).isZero();
    spans.forEach(HttpLibrariesIT::checkAttributes);
  }

  private static Map<String, Integer> ports(String listening) {
    Map<String, Integer> ports = new TreeMap<>();
    for (String word : listening.strip().split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        ports.put(word.substring(0, equals), Integer.parseInt(word.substring(equals + 1)));
      }
    }
    return ports;
  }

  /** Sends requests that leave no spans until the JDK's executors are woven. */
  private void warmUp(int main) {
    long until = System.nanoTime() + TO_BE_WOVEN.toNanos();
    while (System.nanoTime() < until) {
      for (String name : List.of("okhttp-3.0", "okhttp-newest")) {
        send(main, "/ask/" + name + "/async/answers/200", "00").join();
      }
    }
  }

  private void askClients(int main) {
    CLIENTS.forEach(
        (name, ways) -> {
          for (String way : ways) {
            String path = "/ask/" + name + "/" + way;
            ask(main, path + "/answers/200", 200, "[200](GET /answers/*[200])");
            ask(main, path + "/answers/404", 404, "[404]!404(GET /answers/*[404])");
            ask(main, path + "/answers/500", 500, "[500]!500(GET /answers/*[500]!500)");
            ask(main, path + "/nobody", 502, "!ConnectException");
            if (!way.equals("minimal")) {
              // A redirect is followed within the call, and both requests are of it.
              String both = "(GET /answers/*[200] GET /answers/*[302])";
              ask(main, path + "/answers/302", 200, "[200]" + both);
            }
          }
        });
    // Tried again after a second, within the call.
    String twice = "(GET /answers/*[503]!503 GET /answers/*[503]!503)";
    ask(main, "/ask/apache5-newest/sync/answers/503", 503, "[503]!503" + twice);
  }

  private void ask(int main, String path, int status, String tree) {
    assertThat(send(main, path, "01", "GET 127.0.0.1" + tree).join()).as(path).isEqualTo(status);
  }

  /** More at a time than a client sends: those that wait are submitted by others' threads. */
  private void askAtOnce(int main) {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (String name : CLIENTS.keySet()) {
      if (name.startsWith("okhttp")) {
        String tree = "GET 127.0.0.1[200](GET /answers/slow[200])";
        for (int i = 0; i < AT_ONCE; i++) {
          answers.add(send(main, "/ask/" + name + "/async/answers/slow", "01", tree));
        }
        answers.forEach(answer -> assertThat(answer.join()).isEqualTo(200));
      }
    }
  }

  private void askServer(String name, int port) {
    for (Asked asked : ASKED) {
      boolean handsOn = asked.path().startsWith("/moved") || asked.path().startsWith("/again");
      boolean last = handsOn && name.equals(OF_THE_LAST_PATH);
      String span = last ? ASKED.get(0).span() : asked.span();
      assertThat(send(port, asked.path(), "01", name + ": " + span).join())
          .as("%s%s", name, asked.path())
          .isEqualTo(asked.status());
    }
    String broken = name.startsWith("undertow") ? BROKEN_IN_UNDERTOW : BROKEN.span();
    assertThat(send(port, BROKEN.path(), "01", name + ": " + broken).join())
        .as("%s%s", name, BROKEN.path())
        .isEqualTo(BROKEN.status());
  }

  private CompletableFuture<Integer> send(int port, String path, String flags, String tree) {
    expected.put(trace(expected.size()), path + " → " + tree);
    return sendIn(expected.size() - 1, port, path, flags);
  }

  private CompletableFuture<Integer> send(int port, String path, String flags) {
    return sendIn(0, port, path, flags);
  }

  private CompletableFuture<Integer> sendIn(int trace, int port, String path, String flags) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("traceparent", "00-" + trace(trace) + "-" + DRIVER + "-" + flags)
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  private static String trace(int n) {
    return String.format("%016x%016x", 0xfeedL, n + 1);
  }

  /**
   * By trace, the tree of the request that went on from what the driver asked for, or else of that
   * itself.
   */
  private static Map<String, String> trees(List<JsonNode> spans) {
    Map<String, List<JsonNode>> byParent = new HashMap<>();
    for (JsonNode span : spans) {
      byParent
          .computeIfAbsent(span.path("parentSpanId").asText(), unused -> new ArrayList<>())
          .add(span);
    }
    Map<String, String> trees = new HashMap<>();
    for (JsonNode root : byParent.getOrDefault(DRIVER, List.of())) {
      String whole = tree(root, byParent);
      String tree =
          whole.startsWith("GET /ask/")
              ? whole.substring(whole.indexOf('(') + 1, whole.length() - 1)
              : whole;
      trees.merge(root.path("traceId").asText(), tree, (one, other) -> one + " and " + other);
    }
    return trees;
  }

  private static String tree(JsonNode span, Map<String, List<JsonNode>> byParent) {
    Map<String, String> attributes = attributes(span);
    String status = attributes.get("http.response.status_code");
    String error = attributes.get("error.type");
    String own =
        span.path("name").asText().replaceAll("(127\\.0\\.0\\.1):\\d+", "$1")
            + (status == null ? "" : "[" + status + "]")
            // By its simple name: each client has an exception of its own for that.
            + (error == null ? "" : "!" + error.replaceAll(".*\\.(HttpHost)?", ""));
    List<JsonNode> children = byParent.getOrDefault(span.path("spanId").asText(), List.of());
    return children.isEmpty()
        ? own
        : children.stream()
            .map(child -> tree(child, byParent))
            .sorted()
            .collect(Collectors.joining(" ", own + "(", ")"));
  }

  private static void checkAttributes(JsonNode span) {
    Map<String, String> attributes = attributes(span);
    boolean isClient = span.path("kind").asInt() == 3;
    assertThat(attributes)
        .as("%s", span)
        .containsEntry("http.request.method", "GET")
        .containsEntry("server.address", "127.0.0.1")
        .containsKey("server.port");
    if (isClient) {
      String server = "http://127.0.0.1:" + attributes.get("server.port");
      assertThat(attributes.get("url.full"))
          .as("without its query")
          .matches(server + "/(answers/\\w+|nobody)");
    } else {
      assertThat(span.path("kind").asInt()).isEqualTo(2);
      assertThat(attributes)
          .as("%s", span)
          .containsEntry("client.address", "127.0.0.1")
          .containsEntry("url.scheme", "http")
          .containsEntry("network.protocol.version", "1.1")
          .containsKeys("url.path", "user_agent.original");
    }
  }

  private static Map<String, String> attributes(JsonNode span) {
    Map<String, String> attributes = new HashMap<>();
    for (JsonNode attribute : span.path("attributes")) {
      attributes.put(
          attribute.path("key").asText(), attribute.path("value").elements().next().asText());
    }
    return attributes;
  }
}
