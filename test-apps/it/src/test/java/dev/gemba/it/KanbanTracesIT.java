package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two kanban servers of which one asks the other, with pools and a database in each, on two JDKs,
 * under load: what a real Zipkin server then tells of each request is what its sender knows it did.
 */
class KanbanTracesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String DRIVER = "00f067aa0ba902b7";
  private static final int REQUESTS = 5_000;
  private static final Duration TO_BE_WOVEN = Duration.ofSeconds(4);
  private static final int SENDERS = 4;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int TRACES_AT_A_TIME = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a server does to answer for the sprints of a team, and of one that it has not. */
  private static final String SPRINTS = "SELECT sprint SELECT team jdbc.connection jdbc.connection";

  private static final String NO_SPRINTS = "SELECT team jdbc.connection";

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  /** A kind of request: its path, and what becomes of it. */
  private record Kind(String path, int status, String tree) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("/api/teams/1", 200, "GET /api/teams/*(SELECT team jdbc.connection)"),
          new Kind("/api/teams/1/overview", 200, overview(SPRINTS, "")),
          new Kind("/api/teams/99999/overview", 404, overview(NO_SPRINTS, "!")));

  private static String overview(String queries, String failed) {
    return "GET /api/teams/*/overview(GET 127.0.0.1"
        + failed
        + "(GET /api/teams/*/sprints("
        + queries
        + ")) "
        + queries
        + ")";
  }

  @Test
  void zipkinHasTheTreeOfEveryRequest() throws Exception {
    int zipkinPort = FreePort.next();
    List<Jdk> jdks = Jdks.found();
    try (RunningJvm zipkin = zipkin(jdks.get(0), zipkinPort)) {
      URI traces = URI.create("http://127.0.0.1:" + zipkinPort);
      try (RunningJvm peer = kanban(Jdks.newest(), "peer", traces);
          RunningJvm front = kanban(jdks.get(0), "front", traces, "--peer", url(peer))) {
        warmUp(URI.create(url(front)));
        drive(URI.create(url(front)));
        for (RunningJvm server : List.of(front, peer)) {
          Ended ended = server.terminate().end(PATIENCE);
          assertThat(ended.gembaLines()).as("%s", ended).noneMatch(line -> line.contains("fail"));
        }
      }

      Map<String, Integer> wrong = new HashMap<>();
      for (int from = 0; from < REQUESTS; from += TRACES_AT_A_TIME) {
        Map<String, String> found = trees(traces, from);
        for (int n = from; n < from + TRACES_AT_A_TIME; n++) {
          String expected = KINDS.get(n % KINDS.size()).tree();
          if (!expected.equals(found.get(trace(n)))) {
            wrong.merge(expected + "\n  but " + found.get(trace(n)), 1, Integer::sum);
          }
        }
      }
      assertThat(wrong).as("of %d requests; %s", REQUESTS, zipkin).isEmpty();
    }
  }

  private RunningJvm zipkin(Jdk jdk, int port) throws Exception {
    RunningJvm zipkin =
        ForkedJvm.on(jdk)
            .jar(Jars.thirdParty("zipkin-server-slim.jar"))
            .options("-Xmx1g")
            .environment("QUERY_PORT", Integer.toString(port))
            .environment("SELF_TRACING_ENABLED", "false")
            .start();
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        get(URI.create("http://127.0.0.1:" + port + "/health"));
        return zipkin;
      } catch (IOException notYet) {
        if (System.nanoTime() > until) {
          zipkin.close();
          throw new AssertionError("Zipkin does not start: " + zipkin, notYet);
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  private RunningJvm kanban(Jdk jdk, String role, URI zipkin, String... more) throws Exception {
    Path own = Files.createDirectories(directory.resolve(role));
    Path data = own.resolve("data");
    ForkedJvm.on(jdk)
        .jar(Jars.kanban(), "generate", "--data", data.toString(), "--tasks", "10")
        .run()
        .exitedWith(0);
    String config =
        "service: "
            + role
            + "\noverhead: off\nsampling: { keep: 0%, slow: off, errors: off }\nexporters:\n  zipkin: { endpoint: \""
            + zipkin.resolve("/api/v2/spans")
            + "\" }\n";
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
    if (more.length > 0) {
      arguments.addAll(List.of(more));
      arguments.addAll(List.of("--peer-key", "demo-viewer-key"));
    }
    return ForkedJvm.on(jdk)
        .jar(Jars.kanban(), arguments.toArray(String[]::new))
        .options("-Xmx1g")
        .gemba(own, config)
        .start()
        .awaitOutput("listening on http", PATIENCE);
  }

  private static String url(RunningJvm kanban) {
    String out = kanban.stdoutSoFar();
    return out.substring(out.indexOf("http://")).strip().split("\\s")[0];
  }

  /** Sends requests that leave no spans until all is woven. */
  private void warmUp(URI front) throws Exception {
    long until = System.nanoTime() + TO_BE_WOVEN.toNanos();
    for (int n = 0; System.nanoTime() < until; n++) {
      send(front, n, "00");
    }
  }

  private void drive(URI front) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      tasks.add(
          () -> {
            for (int n = next.getAndIncrement(); n < REQUESTS; n = next.getAndIncrement()) {
              send(front, n, "01");
              LockSupport.parkNanos(PAUSE_NANOS);
            }
            return null;
          });
    }
    for (Future<Void> sent : senders.invokeAll(tasks)) {
      sent.get();
    }
    senders.shutdown();
  }

  private void send(URI front, int n, String flags) throws Exception {
    Kind kind = KINDS.get(n % KINDS.size());
    HttpRequest request =
        HttpRequest.newBuilder(front.resolve(kind.path()))
            .header("X-API-Key", "demo-viewer-key")
            .header("traceparent", "00-" + trace(n) + "-" + DRIVER + "-" + flags)
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(kind.status());
  }

  private static String trace(int n) {
    return String.format("%016x%016x", 0xfeedL, n + 1);
  }

  /** The trees of some traces, as Zipkin tells them. */
  private Map<String, String> trees(URI zipkin, int from) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int n = from; n < from + TRACES_AT_A_TIME; n++) {
      ids.add(trace(n));
    }
    JsonNode traces = get(zipkin.resolve("/api/v2/traceMany?traceIds=" + String.join(",", ids)));
    Map<String, String> trees = new HashMap<>();
    for (JsonNode trace : traces) {
      Map<String, List<JsonNode>> byParent = new HashMap<>();
      for (JsonNode span : trace) {
        byParent
            .computeIfAbsent(span.path("parentId").asText(), unused -> new ArrayList<>())
            .add(span);
      }
      String tree =
          byParent.getOrDefault(DRIVER, List.of()).stream()
              .map(root -> tree(root, byParent))
              .collect(Collectors.joining(" and "));
      trees.put(trace.path(0).path("traceId").asText(), tree);
    }
    return trees;
  }

  private static String tree(JsonNode span, Map<String, List<JsonNode>> byParent) {
    // Zipkin's names are in lower case.
    String name =
        span.path("name")
            .asText()
            .replaceAll("(127\\.0\\.0\\.1):\\d+", "$1")
            .replaceAll("^get ", "GET ")
            .replaceAll("^select ", "SELECT ");
    String failed = span.path("tags").has("error") ? "!" : "";
    List<JsonNode> children = byParent.getOrDefault(span.path("id").asText(), List.of());
    return children.isEmpty()
        ? name + failed
        : children.stream()
            .map(child -> tree(child, byParent))
            .sorted()
            .collect(Collectors.joining(" ", name + failed + "(", ")"));
  }

  private JsonNode get(URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(response.body());
  }
}
