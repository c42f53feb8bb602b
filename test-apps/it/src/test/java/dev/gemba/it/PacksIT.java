package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What packs make of an application that nobody wrote a target for: Spring MVC, Tomcat, H2. */
class PacksIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration TO_BE_WOVEN = Duration.ofSeconds(4);
  private static final int OK = 200;

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  /** A span, by what a reader looks for first. */
  private record Seen(String kind, String name, String error, List<String> children) {}

  @OnEveryJdk
  void aSpringApplicationIsSeenWithoutAnyTarget(Jdk jdk) throws Exception {
    int port = FreePort.next();
    Path output = directory.resolve("gemba");
    String config =
        "service: webapp\noverhead: off\nsampling: { keep: 0%, slow: off, errors: off }\nexporters:\n";
    try (RunningJvm webapp =
        ForkedJvm.on(jdk)
            .jar(Jars.webapp(), "--server.port=" + port)
            .gemba(directory, config + ConfigText.file(output))
            .start()
            .awaitOutput("Started WebApplication", PATIENCE)) {
      URI shop = URI.create("http://127.0.0.1:" + port);
      warmUp(shop);
      assertThat(send(shop, "GET", "/products/7", 1)).isEqualTo(OK);
      assertThat(send(shop, "POST", "/products/7/purchases?quantity=2", 2)).isEqualTo(OK);
      assertThat(send(shop, "GET", "/products/123456", 3)).isEqualTo(404);
      assertThat(send(shop, "POST", "/products/7/purchases?quantity=999999999", 4)).isEqualTo(500);
      assertThat(send(shop, "GET", "/products/7/soon", 6)).isEqualTo(OK);
      assertThat(send(shop, "BREW", "/products", 5)).isGreaterThanOrEqualTo(400);
      webapp.terminate().end(PATIENCE);
    }

    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(exported.dropped("capture-failure")).isZero();
    Map<Integer, Seen> seen = seen(exported.spans());
    assertThat(seen.get(1))
        .isEqualTo(
            new Seen("2", "GET /products/{id}", "", List.of("SELECT product", "jdbc.connection")));
    assertThat(seen.get(2))
        .isEqualTo(
            new Seen(
                "2",
                "POST /products/{id}/purchases",
                "",
                List.of("INSERT purchase", "SELECT product", "UPDATE product", "jdbc.connection")));
    assertThat(seen.get(3).error()).isEmpty();
    assertThat(seen.get(4).error()).isEqualTo("jakarta.servlet.ServletException");
    assertThat(seen.get(6))
        .as("a request that goes on after its servlet has returned")
        .isEqualTo(
            new Seen(
                "2", "GET /products/{id}/soon", "", List.of("SELECT product", "jdbc.connection")));
    assertThat(seen.get(5).name()).isEqualTo("HTTP /products");
    assertThat(exported.calls("GET /products/{id}")).isEqualTo(2);
    assertThat(exported.calls("UPDATE product")).isEqualTo(2);
    assertThat(exported.calls("jdbc.connect")).as("connections that were made").isPositive();
    checkStatement(exported.spans());
  }

  private static void checkStatement(List<JsonNode> spans) {
    JsonNode update =
        spans.stream()
            .filter(span -> span.path("name").asText().equals("UPDATE product"))
            .findFirst()
            .orElseThrow();
    Map<String, String> attributes = attributes(update);
    assertThat(attributes)
        .containsEntry("db.system.name", "h2database")
        .containsEntry("db.namespace", "orders")
        .containsEntry("db.operation.name", "UPDATE")
        .containsEntry("db.collection.name", "product")
        .containsEntry(
            "db.query.text", "update product set stock = stock - ? where id = ? and stock >= ?");
  }

  private static Map<String, String> attributes(JsonNode span) {
    Map<String, String> attributes = new HashMap<>();
    for (JsonNode attribute : span.path("attributes")) {
      attributes.put(
          attribute.path("key").asText(), attribute.path("value").elements().next().asText());
    }
    return attributes;
  }

  /** Sends requests that leave no spans until all is woven. */
  private void warmUp(URI shop) throws Exception {
    long until = System.nanoTime() + TO_BE_WOVEN.toNanos();
    while (System.nanoTime() < until) {
      assertThat(send(shop, "GET", "/products", "0")).isEqualTo(OK);
    }
  }

  private int send(URI shop, String method, String path, int trace) throws Exception {
    return send(shop, method, path, String.format("%032x-00f067aa0ba902b7-1", trace));
  }

  private int send(URI shop, String method, String path, String b3) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(shop.resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("b3", b3)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** What the driver's requests became, by their numbers. */
  private static Map<Integer, Seen> seen(List<JsonNode> spans) throws IOException {
    Map<String, List<String>> children = new HashMap<>();
    for (JsonNode span : spans) {
      children
          .computeIfAbsent(span.path("parentSpanId").asText(), unused -> new ArrayList<>())
          .add(span.path("name").asText());
    }
    Map<Integer, Seen> seen = new HashMap<>();
    for (JsonNode span : spans) {
      if (span.path("parentSpanId").asText().equals("00f067aa0ba902b7")) {
        Seen before =
            seen.put(
                Integer.parseInt(span.path("traceId").asText(), 16),
                new Seen(
                    span.path("kind").asText(),
                    span.path("name").asText(),
                    attributes(span).getOrDefault("error.type", ""),
                    children.getOrDefault(span.path("spanId").asText(), List.of()).stream()
                        .sorted()
                        .toList()));
        assertThat(before).as("a request is one span").isNull();
      }
    }
    return seen;
  }
}
