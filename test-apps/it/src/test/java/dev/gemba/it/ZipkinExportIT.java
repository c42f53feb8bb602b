package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Zipkin exporter finds all of its libraries in the jar, of which the build leaves out parts.
 */
class ZipkinExportIT {

  private static final int CALLS = 500;
  private static final String TARGET = "dev.gemba.zoo.Ending.work(..)";

  @TempDir private Path directory;

  @OnEveryJdk
  void postsTheSpansThatTheFileHas(Jdk jdk) throws Exception {
    Path output = directory.resolve("out");
    try (SpanServer server = new SpanServer()) {
      ForkedJvm.zooMain(jdk, "Ending", "" + CALLS, "return")
          .gemba(
              directory,
              "sampling: { keep: 100% }\n"
                  + ConfigText.measuring(output, "span", TARGET)
                  + "  zipkin: { endpoint: \"http://127.0.0.1:"
                  + server.port()
                  + "/api/v2/spans\" }\n")
          .run()
          .exitedWith(0);

      List<String> inFile =
          ExportedMetrics.in(output).assertNoGembaErrors().spans().stream()
              .map(span -> span.path("spanId").asText())
              .toList();
      assertThat(inFile).hasSize(CALLS);
      assertThat(server.spans)
          .allMatch(span -> span.path("name").asText().equals("Ending.work"))
          .allMatch(span -> span.at("/localEndpoint/serviceName").asText().equals("it"))
          .extracting(span -> span.path("id").asText())
          .containsExactlyInAnyOrderElementsOf(inFile);
    }
  }

  /** Takes spans as Zipkin's server does. */
  private static final class SpanServer implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> spans = new CopyOnWriteArrayList<>();

    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    SpanServer() throws IOException {
      server.createContext("/api/v2/spans", this::take);
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
      try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
        JSON.readTree(body).forEach(spans::add);
      }
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
    }
  }
}
