package dev.gemba.kanban.peer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.kanban.json.Json;
import dev.gemba.kanban.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Another kanban server, whose sprints are shown beside one's own. Thread-safe. */
public final class Peer {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI base;
  private final String key;

  /**
   * Names a peer, which need not be there yet.
   *
   * @param key an API key of it that may view
   */
  public Peer(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /**
   * The sprints that the peer has of the team of that number, as it tells them.
   *
   * @return completes exceptionally with {@link Problem.PeerFailed} if it does not tell
   */
  public CompletableFuture<JsonNode> sprints(long teamId) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/api/teams/" + teamId + "/sprints"))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + key)
            .build();
    return http.sendAsync(request, BodyHandlers.ofByteArray())
        .handle((response, failure) -> failure == null ? read(response) : failed(failure));
  }

  private JsonNode read(HttpResponse<byte[]> response) {
    if (response.statusCode() != OK) {
      throw new Problem.PeerFailed(base + " answered " + response.statusCode());
    }
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (IOException e) {
      return failed(e);
    }
  }

  private JsonNode failed(Throwable cause) {
    throw new Problem.PeerFailed(base + " does not answer: " + cause.getMessage());
  }
}
