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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kanban server under load: one command gives the flame graph of one operation, and the report
 * shows where the time of the slowest trace went.
 */
class KanbanProfileIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOAD = Duration.ofSeconds(10);
  private static final Duration UNSAMPLED = Duration.ofSeconds(4);
  private static final int SENDERS = 2;
  private static final String OPERATION = "kanban.board.load";

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void tellsOfOneOperationAloneAndOfTheSlowestTrace() throws Exception {
    Jdk jdk = Jdks.found().get(0);
    Path output = directory.resolve("out");
    GembaCli gemba = new GembaCli(jdk);
    try (RunningJvm server = kanban(jdk, output)) {
      List<Thread> load = load(URI.create(url(server)));
      long until = System.nanoTime() + LOAD.toNanos();

      Path page = directory.resolve("load.html");
      JsonNode told =
          new ObjectMapper()
              .readTree(
                  gemba.good(
                      "profile",
                      "" + server.pid(),
                      "--operation",
                      OPERATION,
                      "--seconds",
                      "2",
                      "-o",
                      page.toString(),
                      "--json"));
      assertThat(told.path("samples").asInt()).as("%s", told).isGreaterThan(10);
      assertThat(told.at("/hottest").findValuesAsText("method"))
          .isNotEmpty()
          .noneMatch(method -> method.startsWith("com.sun.net.httpserver"));
      assertThat(Files.readString(page)).contains("<canvas", OPERATION);

      while (System.nanoTime() < until) {
        Thread.sleep(50);
      }
      done.set(true);
      for (Thread sender : load) {
        sender.join();
      }
      Ended ended = server.terminate().end(PATIENCE);
      assertThat(ended.gembaLines()).as("%s", ended).noneMatch(line -> line.contains("fail"));
    }

    operationsAndSpansHaveTheirs(output);
    Path report = directory.resolve("report.html");
    gemba.good("report", output.toString(), "--html", report.toString());
    assertThat(Files.readString(report)).contains("BoardService.load");
    assertThat(gemba.good("report", output.toString()))
        .contains("BY SAMPLES", OPERATION, "Samples: cpu");
  }

  private static void operationsAndSpansHaveTheirs(Path output) throws IOException {
    ExportedMetrics told = ExportedMetrics.in(output).assertNoGembaErrors();
    Map<String, Double> cpu = told.sums("gemba.operation.cpu.time", "gemba.operation");
    assertThat(cpu).containsKeys(OPERATION, "kanban.store.parse");
    assertThat(told.sums("gemba.operation.alloc.size", "gemba.operation")).containsKey(OPERATION);

    // The slowest of all is one of the first, when nothing was sampled yet.
    long first = Long.MAX_VALUE;
    for (JsonNode span : told.spans()) {
      first = Math.min(first, span.path("startTimeUnixNano").asLong());
    }
    JsonNode slowest = null;
    for (JsonNode span : told.spans()) {
      if (span.path("name").asText().equals(OPERATION)
          && span.path("startTimeUnixNano").asLong() - first > UNSAMPLED.toNanos()
          && (slowest == null || lasted(span) > lasted(slowest))) {
        slowest = span;
      }
    }
    assertThat(slowest).isNotNull();
    Map<String, String> attributes = ExportedMetrics.attributes(slowest);
    assertThat(attributes).containsKey("gemba.profile.samples");
    String spanId = slowest.path("spanId").asText();
    List<String> frames = new ArrayList<>();
    for (ExportedProfiles.Sample sample : ExportedProfiles.in(output).samples()) {
      if (sample.spanId().equals(spanId)) {
        frames.addAll(sample.frames());
      }
    }
    assertThat(frames).contains("dev.gemba.kanban.board.BoardService.load");
  }

  private static long lasted(JsonNode span) {
    return span.path("endTimeUnixNano").asLong() - span.path("startTimeUnixNano").asLong();
  }

  private RunningJvm kanban(Jdk jdk, Path output) throws Exception {
    Path data = directory.resolve("data");
    ForkedJvm.on(jdk)
        .jar(Jars.kanban(), "generate", "--data", data.toString(), "--tasks", "400")
        .run()
        .exitedWith(0);
    String config =
        ConfigText.head()
            + "  - methods: dev.gemba.kanban.board.BoardService.load(..)\n"
            + "    operation: kanban.board.load\n    capture: span\n"
            + "  - methods: dev.gemba.kanban.store.TaskStore.parse(..)\n"
            + "    operation: kanban.store.parse\n"
            + "sampling: { keep: 100% }\nexporters:\n"
            + ConfigText.file(output);
    return ForkedJvm.on(jdk)
        .jar(Jars.kanban(), "serve", "--port", "0", "--data", data.toString())
        .options("-Xmx1g")
        .gemba(directory, config)
        .start()
        .awaitOutput("listening on http", PATIENCE);
  }

  private static String url(RunningJvm kanban) {
    String out = kanban.stdoutSoFar();
    return out.substring(out.indexOf("http://")).strip().split("\\s")[0];
  }

  private List<Thread> load(URI server) {
    HttpRequest board =
        HttpRequest.newBuilder(server.resolve("/api/boards/main"))
            .header("X-API-Key", "demo-viewer-key")
            .build();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> send(board), "sender-" + i);
      sender.start();
      senders.add(sender);
    }
    return senders;
  }

  private void send(HttpRequest request) {
    while (!done.get()) {
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(200);
        // Longer than a span has to be for samples of its own, and no flood.
        Thread.sleep(5);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
