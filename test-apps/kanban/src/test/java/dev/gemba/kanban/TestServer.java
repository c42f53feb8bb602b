package dev.gemba.kanban;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.kanban.json.Json;
import dev.gemba.kanban.peer.Peer;
import dev.gemba.kanban.plugin.Plugin;
import dev.gemba.kanban.security.ApiKeys;
import dev.gemba.kanban.security.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A real server with demonstration keys, a clock that stands still, and a client to ask it. */
public final class TestServer implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  public static final String VIEWER = "demo-viewer-key";
  public static final String MEMBER = "demo-member-key";
  public static final String ADMIN = "demo-admin-key";
  public static final String THROTTLED = "demo-throttled-key";

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final KanbanServer server;

  private TestServer(KanbanServer server) {
    this.server = server;
  }

  public static TestServer start(Path data, Plugin... extraPlugins) {
    return start(data, null, extraPlugins);
  }

  /** One with a peer; null for none. */
  public static TestServer start(Path data, Peer peer, Plugin... extraPlugins) {
    DataDirectory directory = new DataDirectory(data);
    try {
      if (!Files.exists(directory.keys())) {
        KeyFile.create(directory.keys(), ApiKeys.demo());
      }
      Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
      return new TestServer(
          KanbanServer.start(
              new Settings(data, 0, 4, false, clock, () -> 0, peer, List.of(extraPlugins))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri() {
    return server.uri();
  }

  public Answer get(String path) {
    return send("GET", path, VIEWER, null);
  }

  public Answer post(String path, String body) {
    return send("POST", path, MEMBER, body);
  }

  /** Creates a task and answers its id. */
  public String createTask(String body) {
    return post("/api/tasks", body).json().path("id").textValue();
  }

  public Answer send(String method, String path, String key, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(path));
    if (key != null) {
      request.header("X-API-Key", key);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return send(request.timeout(TIMEOUT).build());
  }

  public Answer send(HttpRequest request) {
    try {
      return new Answer(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  /** What the server said. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    public JsonNode json() {
      try {
        return Json.MAPPER.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
