package dev.gemba.kanban;

import static dev.gemba.kanban.TestServer.ADMIN;
import static dev.gemba.kanban.TestServer.MEMBER;
import static dev.gemba.kanban.TestServer.THROTTLED;
import static dev.gemba.kanban.TestServer.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.kanban.TestServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityApiTest {
  @TempDir Path data;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(data);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRequestWithoutAGoodKeyIsUnauthenticated() {
    Answer none = server.send("GET", "/api/tasks", null, null);
    Answer wrong = server.send("GET", "/api/tasks", "guess", null);

    assertThat(none.status()).isEqualTo(401);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(none.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(none.json().path("instance").textValue()).isEqualTo("/api/tasks");
  }

  @Test
  void aBearerTokenIsAKeyToo() {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/api/tasks"))
            .header("Authorization", "Bearer " + VIEWER)
            .build();

    assertThat(server.send(request).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "demo-viewer-key, 403, 403, 403",
    "demo-member-key, 201, 200, 403",
    "demo-admin-key, 201, 200, 204",
  })
  void rolesPermitWhatTheyShould(String key, int create, int move, int delete) {
    server.createTask("{\"title\": \"given\"}");

    assertThat(server.send("GET", "/api/tasks/TASK-1", key, null).status()).isEqualTo(200);
    assertThat(server.send("POST", "/api/tasks", key, "{\"title\": \"x\"}").status())
        .isEqualTo(create);
    assertThat(
            server.send("POST", "/api/tasks/TASK-1/move", key, "{\"status\": \"todo\"}").status())
        .isEqualTo(move);
    assertThat(server.send("DELETE", "/api/tasks/TASK-1", key, null).status()).isEqualTo(delete);
  }

  @Test
  void aKeyIsGoodForItsRateOnly() {
    for (int i = 0; i < 4; i++) {
      assertThat(server.send("GET", "/api/notices", THROTTLED, null).status()).isEqualTo(200);
    }

    Answer refused = server.send("GET", "/api/notices", THROTTLED, null);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(server.get("/api/notices").status()).isEqualTo(200);
  }

  @Test
  void everyFaultOfABodyIsAnswered() {
    Answer answer =
        server.post(
            "/api/tasks",
            """
            {"title": " ", "priority": "urgent", "due": "2026-02-30", "tags": ["Bad Tag"],
             "estimates": {"points": 1.5}, "status": "done"}
            """);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsText("at"))
        .containsExactlyInAnyOrder(
            "/status",
            "/title",
            "/priority",
            "/due",
            "/tags/0",
            "/estimates/points",
            "/estimates/hours");
  }

  @Test
  void everyFaultOfAQueryIsAnswered() {
    Answer answer = server.get("/api/tasks?size=0&page=x&status=lost&sort=id&sort=due&color=red");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsText("at"))
        .containsExactlyInAnyOrder("color", "status", "sort", "page", "size");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{'title': 'a'}",
        "{\"title\": \"a\"} {}",
        "{\"title\": \"a\", \"title\": \"b\"}"
      })
  void whatIsNoJsonIsMalformed(String body) {
    Answer answer = server.post("/api/tasks", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("detail").textValue()).startsWith("the body is not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "\"title\""})
  void whatIsNoObjectIsInvalid(String body) {
    assertThat(server.post("/api/tasks", body).status()).isEqualTo(422);
  }

  @Test
  void aBodyMustBeJsonAndOfASaneSize() {
    HttpRequest form =
        HttpRequest.newBuilder(server.uri().resolve("/api/tasks"))
            .header("X-API-Key", MEMBER)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{\"title\": \"x\"}"))
            .build();
    String huge = "{\"title\": \"" + "x".repeat(300_000) + "\"}";

    assertThat(server.send(form).status()).isEqualTo(415);
    assertThat(server.post("/api/tasks", huge).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/tasks/..%2F..%2Fkeys.yaml",
        "/api/tasks/%2e%2e",
        "/api/tasks/../../keys.yaml",
        "/api/tasks/TASK-1%00",
        "/api/tasks/TASK-01",
        "/api/boards/%2E%2E%2Fkeys",
        "/nothing/here"
      })
  void noPathLeadsOutOfTheDataDirectory(String path) {
    Answer answer = server.send("GET", path, ADMIN, null);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.response().body()).doesNotContain("demo-admin-key");
  }

  @Test
  void aKnownPathNamesItsMethods() {
    Answer answer = server.send("PATCH", "/api/tasks/TASK-1", ADMIN, null);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("DELETE, GET, PUT");
  }
}
