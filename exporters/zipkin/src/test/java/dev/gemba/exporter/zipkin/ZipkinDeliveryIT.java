package dev.gemba.exporter.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Span;
import dev.gemba.api.export.Span.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Zipkin server takes spans and gives back the same. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ZipkinDeliveryIT {

  private static final String TREE = "463ac35c9f6413ad48485a3953bb6124";

  @TempDir static Path directory;

  private static ZipkinServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ZipkinServer.start(directory);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void givesBackTheWholeTree() throws Exception {
    export(
        List.of(
            span(1, 0, "GET /Boards", Kind.SERVER, 0, 90_000_999, Attributes.of("ok", true)),
            span(2, 1, "board.load", Kind.INTERNAL, 1_000_000, 80_000_000, odd()),
            failed(
                span(3, 2, "SELECT board", Kind.CLIENT, 2_000_499, 2_000_999, database()),
                "java.sql.SQLException"),
            span(4, 2, "board.changed", Kind.PRODUCER, 3_000_000, 4_000_000, broker()),
            span(5, 4, "board.changed", Kind.CONSUMER, 5_000_000, 5_000_000, Attributes.empty())));

    // Zipkin shows names in lower case, and IPv6 addresses in their short form.
    assertThat(server.trace(TREE, 5))
        .containsExactlyInAnyOrderElementsOf(
            Json.objects(
                """
                [
                  {
                    "traceId": "463ac35c9f6413ad48485a3953bb6124", "id": "0000000000000001",
                    "kind": "SERVER", "name": "get /boards",
                    "timestamp": 1767323045000000, "duration": 90001,
                    "localEndpoint": {"serviceName": "kanban"},
                    "tags": {"ok": "true", "otel.scope.name": "dev.gemba"}
                  },
                  {
                    "traceId": "463ac35c9f6413ad48485a3953bb6124", "id": "0000000000000002",
                    "parentId": "0000000000000001", "name": "board.load",
                    "timestamp": 1767323045001000, "duration": 79000,
                    "localEndpoint": {"serviceName": "kanban"},
                    "tags": {
                      "board.id": "\\"quoted\\" \\\\ back\\nline \u00fc\uD83D\uDE00",
                      "ratio": "0.25", "task.count": "42", "otel.scope.name": "dev.gemba"
                    }
                  },
                  {
                    "traceId": "463ac35c9f6413ad48485a3953bb6124", "id": "0000000000000003",
                    "parentId": "0000000000000002", "kind": "CLIENT", "name": "select board",
                    "timestamp": 1767323045002000, "duration": 1,
                    "localEndpoint": {"serviceName": "kanban"},
                    "remoteEndpoint": {"serviceName": "boards-db"},
                    "tags": {
                      "error": "java.sql.SQLException", "error.type": "java.sql.SQLException",
                      "otel.scope.name": "dev.gemba", "otel.status_code": "ERROR",
                      "peer.service": "boards-db"
                    }
                  },
                  {
                    "traceId": "463ac35c9f6413ad48485a3953bb6124", "id": "0000000000000004",
                    "parentId": "0000000000000002", "kind": "PRODUCER", "name": "board.changed",
                    "timestamp": 1767323045003000, "duration": 1000,
                    "localEndpoint": {"serviceName": "kanban"},
                    "remoteEndpoint": {
                      "serviceName": "2001:db8::c001", "ipv6": "2001:db8::c001", "port": 9092
                    },
                    "tags": {
                      "otel.scope.name": "dev.gemba", "server.address": "2001:db8::c001",
                      "server.port": "9092"
                    }
                  },
                  {
                    "traceId": "463ac35c9f6413ad48485a3953bb6124", "id": "0000000000000005",
                    "parentId": "0000000000000004", "kind": "CONSUMER", "name": "board.changed",
                    "timestamp": 1767323045005000, "duration": 1,
                    "localEndpoint": {"serviceName": "kanban"},
                    "tags": {"otel.scope.name": "dev.gemba"}
                  }
                ]
                """
                    .getBytes(UTF_8)));
    assertThat(server.dependencies(Samples.START.toEpochMilli() + 60_000, 2))
        .contains(
            Map.of("parent", "kanban", "child", "boards-db", "callCount", 1, "errorCount", 1));
  }

  @Test
  void takesMoreSpansThanGoIntoOneRequest() throws Exception {
    export(Samples.spans(2_500, Attributes.of("note", "n".repeat(256))));

    assertThat(server.trace(Samples.TRACE, 2_500))
        .extracting(span -> span.get("id"))
        .hasSize(2_500)
        .doesNotHaveDuplicates();
  }

  private static void export(List<Span> spans) throws Exception {
    Exporter exporter = Samples.open(server.endpoint(), Map.of());
    exporter.export(Samples.snapshot(spans));
    exporter.close();
  }

  private static Span span(
      int id, int parent, String name, Kind kind, long start, long end, Attributes attributes) {
    long epoch = Samples.START_NANOS;
    String parentId = parent == 0 ? "" : hex(parent);
    return new Span(
        TREE, hex(id), parentId, name, kind, epoch + start, epoch + end, attributes, null);
  }

  private static Span failed(Span span, String errorType) {
    return new Span(
        span.traceId(),
        span.spanId(),
        span.parentSpanId(),
        span.name(),
        span.kind(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        span.attributes(),
        errorType);
  }

  private static String hex(int id) {
    return "%016x".formatted(id);
  }

  private static Attributes odd() {
    return Attributes.of("board.id", "\"quoted\" \\ back\nline \u00fc\uD83D\uDE00")
        .with("ratio", 0.25)
        .with("task.count", 42L);
  }

  private static Attributes database() {
    return Attributes.of("peer.service", "boards-db");
  }

  private static Attributes broker() {
    return Attributes.of("server.address", "2001:db8::c001").with("server.port", 9092L);
  }
}
