package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.helping.Helpings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What requests allocate is counted, not estimated, and not told where nobody counts. */
class RequestAllocationIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TO_WEAVE_PACKS = Duration.ofSeconds(4);
  private static final int REQUESTS = 20;

  /** For headers, the answer, and what Gemba notes in the request. */
  private static final int BESIDES = 100 << 10;

  private static final String ALLOCATED = "gemba.operation.allocated";

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  private ExportedMetrics run(Jdk jdk, String... arguments) throws Exception {
    String config =
        "service: it\noverhead: off\npacks: [http-server]\n"
            + "sampling: { keep: 100% }\nprofile: off\nexporters:\n"
            + ConfigText.file(directory);
    ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .main(List.of(ForkedJvm.placeOf(Helpings.class)), Helpings.class.getName(), arguments)
            .gemba(directory, config);
    try (RunningJvm running = jvm.start()) {
      running.awaitOutput("serving http", PATIENCE);
      Thread.sleep(TO_WEAVE_PACKS.toMillis());
      String out = running.stdoutSoFar();
      URI server = URI.create(out.substring(out.indexOf("http://")).strip());
      for (int i = 0; i < REQUESTS; i++) {
        ask(server.resolve("/large"));
        ask(server.resolve("/small"));
      }
      running.closeInput();
      running.end(PATIENCE).exitedWith(0);
    }
    return ExportedMetrics.in(directory).assertNoGembaErrors();
  }

  private void ask(URI uri) throws Exception {
    HttpResponse<Void> answer =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(204);
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void eachRequestIsToldWhatItAllocated(Jdk jdk) throws Exception {
    ExportedMetrics told = run(jdk);

    allocates(told, "GET /large", Helpings.LARGE_BYTES);
    allocates(told, "GET /small", Helpings.SMALL_BYTES);
    assertThat(new GembaCli(jdk).good("report", directory.toString()))
        .containsPattern("GET /large .*=8[0-9][.0-9]* MB +4\\.[0-9]+ MB")
        .contains("ALLOC with = is counted");
  }

  private static void allocates(ExportedMetrics told, String operation, long bytes)
      throws Exception {
    JsonNode point = told.point(ALLOCATED, Map.of("gemba.operation", operation));
    assertThat(point.path("count").asLong()).isEqualTo(REQUESTS);
    // The first ones load classes.
    assertThat(point.path("min").asLong()).isBetween(bytes, bytes + BESIDES);
    assertThat(point.path("sum").asLong() / REQUESTS).isBetween(bytes, bytes + 2 * BESIDES);
    int spans = 0;
    for (JsonNode span : told.spans()) {
      Map<String, String> attributes = ExportedMetrics.attributes(span);
      if (span.path("name").asText().equals(operation)) {
        spans++;
        assertThat(attributes).containsEntry("gemba.alloc.counted", "true");
        assertThat(Long.parseLong(attributes.get("gemba.alloc.size")))
            .isGreaterThanOrEqualTo(bytes);
      }
    }
    assertThat(spans).isEqualTo(REQUESTS);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void ofVirtualThreadsNothingIsTold() throws Exception {
    Jdk jdk = Jdks.newest();
    assumeTrue(jdk.hasVirtualThreads(), jdk + " has no virtual threads");
    ExportedMetrics told = run(jdk, "virtual");

    assertThat(told.calls("GET /large")).isEqualTo(REQUESTS);
    assertThat(told.sums(ALLOCATED, "gemba.operation")).isEmpty();
    for (JsonNode span : told.spans()) {
      assertThat(ExportedMetrics.attributes(span)).doesNotContainKey("gemba.alloc.size");
    }
  }
}
