package dev.gemba.kanban;

import static dev.gemba.kanban.TestServer.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.kanban.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardApiTest {
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
  void theMainBoardShowsEveryTaskMostUrgentFirst() {
    server.createTask("{\"title\": \"low\", \"priority\": \"low\"}");
    server.createTask(
        "{\"title\": \"high\", \"priority\": \"high\", \"dependencies\": [\"TASK-1\"]}");
    server.createTask(
        "{\"title\": \"high and due\", \"priority\": \"high\", \"due\": \"2026-04-01\"}");

    JsonNode backlog = server.get("/api/boards/main").json().at("/columns/0");

    assertThat(backlog.path("status").textValue()).isEqualTo("backlog");
    assertThat(backlog.path("cards").findValuesAsText("id"))
        .containsExactly("TASK-3", "TASK-2", "TASK-1");
    assertThat(backlog.at("/cards/1/waitsFor/0").textValue()).isEqualTo("TASK-1");
  }

  @Test
  void aDefinedBoardShowsItsTagsAndItsLimits() {
    server.createTask("{\"title\": \"a\", \"tags\": [\"backend\"]}");
    server.createTask("{\"title\": \"b\", \"tags\": [\"backend\"]}");
    server.createTask("{\"title\": \"c\", \"tags\": [\"frontend\"]}");

    Answer defined =
        server.send(
            "PUT",
            "/api/boards/backend",
            ADMIN,
            "{\"name\": \"Back *end*\", \"tags\": [\"backend\"], \"limits\": {\"backlog\": 1}}");

    assertThat(defined.status()).isEqualTo(200);
    JsonNode board = server.get("/api/boards/backend").json();
    assertThat(board.at("/columns/0/cards")).hasSize(2);
    assertThat(board.at("/columns/0/overLimit").booleanValue()).isTrue();
    assertThat(server.get("/api/boards").json().findValuesAsText("id"))
        .containsExactly("main", "backend");
  }

  @Test
  void generatesAPageThatIsKeptBesideTheDefinition() {
    server.createTask("{\"title\": \"Fix <b>it</b>\", \"assignee\": \"amara\"}");

    Answer page = server.post("/api/boards/main/generate", null);

    assertThat(page.header("Content-Type")).startsWith("text/markdown");
    assertThat(page.response().body())
        .contains("## backlog (1)", "- TASK-1 Fix \\<b\\>it\\</b\\> (medium, amara)");
    assertThat(data.resolve("boards/main.md")).hasContent(page.response().body());
  }

  @Test
  void analyticsCountWhatIsOnTheBoard() {
    server.createTask("{\"title\": \"a\", \"estimates\": {\"points\": 3, \"hours\": 4}}");
    server.createTask("{\"title\": \"b\", \"assignee\": \"bjorn\", \"due\": \"2026-03-01\"}");

    JsonNode analytics = server.get("/api/boards/main/analytics").json();

    assertThat(analytics.path("tasks").intValue()).isEqualTo(2);
    assertThat(analytics.at("/byStatus/backlog").intValue()).isEqualTo(2);
    assertThat(analytics.at("/openByAssignee/bjorn").intValue()).isEqualTo(1);
    assertThat(analytics.path("overdue").intValue()).isEqualTo(1);
    assertThat(analytics.path("remainingPoints").intValue()).isEqualTo(3);
    assertThat(analytics.at("/throughput/7/starting").textValue()).isEqualTo("2026-03-02");
  }

  @Test
  void aFileThatIsNoTaskIsLeftOutAndHarmsNoOther() throws IOException {
    server.createTask("{\"title\": \"good\"}");
    Files.writeString(data.resolve("tasks/TASK-2.md"), "no front matter");

    JsonNode board = server.get("/api/boards/main").json();

    assertThat(board.at("/columns/0/cards").findValuesAsText("id")).containsExactly("TASK-1");
    assertThat(server.get("/api/tasks/TASK-2").status()).isEqualTo(500);
  }

  @Test
  void anUnknownBoardIsNotFound() {
    assertThat(server.get("/api/boards/nowhere").status()).isEqualTo(404);
    assertThat(server.get("/api/boards/..%2Fkeys").status()).isEqualTo(404);
  }

  @Test
  void healthNeedsNoKey() {
    Answer health = server.send("GET", "/health", null, null);

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().path("status").textValue()).isEqualTo("up");
  }
}
