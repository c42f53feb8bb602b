package dev.gemba.kanban.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gemba.kanban.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Sends requests one after the other and counts each in its tally; for one thread. */
final class Client {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI base;
  private final Tally tally;

  Client(HttpClient http, URI base, Tally tally) {
    this.http = http;
    this.base = base;
    this.tally = tally;
  }

  /** A request without a body. */
  Answer send(Kind kind, String method, String path, String key) throws InterruptedException {
    return send(kind, method, path, key, null);
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @param key the API key, or null for none
   * @param body JSON, or null for none
   * @return the answer; its status is {@link Tally#NO_ANSWER} if there was none
   */
  Answer send(Kind kind, String method, String path, String key, String body)
      throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(body));
    }
    long start = System.nanoTime();
    Answer answer = exchange(request.build());
    tally.record(kind, answer.status(), System.nanoTime() - start);
    return answer;
  }

  private Answer exchange(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException ignored) { // Counted as an answer that never came.
      return new Answer(Tally.NO_ANSWER, new byte[0]);
    }
  }

  /** What came back. */
  record Answer(int status, @SuppressWarnings("ArrayRecordComponent") byte[] body) {
    /** The body as JSON; missing if the request was not answered well. */
    JsonNode json() {
      if (status < 200 || status > 299) {
        return MissingNode.getInstance();
      }
      try {
        return Json.MAPPER.readTree(body);
      } catch (IOException ignored) { // Whoever asks for fields of it will find none.
        return MissingNode.getInstance();
      }
    }
  }
}
