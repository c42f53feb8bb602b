package dev.gemba.kanban;

import static dev.gemba.kanban.TestServer.ADMIN;
import static dev.gemba.kanban.TestServer.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.kanban.TestServer.Answer;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Plugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskApiTest {
  private static final String FULL =
      """
      {"title": "Fix the \\"login\\" page", "description": "# Why\\n\\nIt is slow.",
       "priority": "high", "tags": ["backend", "bug"], "assignee": "amara", "agent": "triage-bot",
       "due": "2026-03-20", "estimates": {"points": 5, "hours": 7.5}}
      """;

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
  void createsATaskThatCanBeReadBack() {
    Answer created = server.post("/api/tasks", FULL);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/api/tasks/TASK-1");
    JsonNode task = server.get("/api/tasks/TASK-1").json();
    assertThat(task).isEqualTo(created.json());
    assertThat(task.path("title").textValue()).isEqualTo("Fix the \"login\" page");
    assertThat(task.path("description").textValue()).isEqualTo("# Why\n\nIt is slow.");
    assertThat(task.path("status").textValue()).isEqualTo("backlog");
    assertThat(task.path("created").textValue()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(task.path("estimates").path("points").intValue()).isEqualTo(5);
    assertThat(data.resolve("tasks/TASK-1.md")).content().startsWith("---\nid: TASK-1\n");
  }

  @Test
  void updateReplacesWhatUsersWriteAndKeepsTheRest() {
    String id = server.createTask(FULL);
    server.post("/api/tasks/" + id + "/move", "{\"status\": \"todo\"}");

    JsonNode task =
        server.send("PUT", "/api/tasks/" + id, MEMBER, "{\"title\": \"Another\"}").json();

    assertThat(task.path("title").textValue()).isEqualTo("Another");
    assertThat(task.path("assignee").isNull()).isTrue();
    assertThat(task.path("tags")).isEmpty();
    assertThat(task.path("status").textValue()).isEqualTo("todo");
    assertThat(server.get("/api/tasks/" + id).json()).isEqualTo(task);
  }

  @Test
  void movesATaskFromColumnToColumnAndRemembersWhen() {
    String id = server.createTask(FULL);

    for (String status : List.of("todo", "in-progress", "review", "done")) {
      Answer moved = server.post("/api/tasks/" + id + "/move", "{\"status\": \"" + status + "\"}");
      assertThat(moved.status()).isEqualTo(200);
      assertThat(moved.json().path("status").textValue()).isEqualTo(status);
    }

    JsonNode task = server.get("/api/tasks/" + id).json();
    assertThat(task.path("started").textValue()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(task.path("completed").textValue()).isEqualTo("2026-03-02T10:00:00Z");
  }

  @Test
  void refusesAMoveThatSkipsColumns() {
    String id = server.createTask(FULL);

    Answer answer = server.post("/api/tasks/" + id + "/move", "{\"status\": \"done\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("type").textValue()).isEqualTo("urn:kanban:problem:conflict");
    assertThat(answer.json().path("detail").textValue()).contains("[todo]");
    assertThat(server.get("/api/tasks/" + id).json().path("status").textValue())
        .isEqualTo("backlog");
  }

  @Test
  void deletesATaskOnce() {
    String id = server.createTask(FULL);

    assertThat(server.send("DELETE", "/api/tasks/" + id, ADMIN, null).status()).isEqualTo(204);
    assertThat(server.get("/api/tasks/" + id).status()).isEqualTo(404);
    assertThat(server.send("DELETE", "/api/tasks/" + id, ADMIN, null).status()).isEqualTo(404);
    assertThat(data.resolve("tasks/TASK-1.md")).doesNotExist();
  }

  @Test
  void neverGivesAnIdTwice() {
    String first = server.createTask(FULL);
    server.send("DELETE", "/api/tasks/" + first, ADMIN, null);

    assertThat(server.createTask(FULL)).isEqualTo("TASK-2");
  }

  @Test
  void searchFiltersSortsAndPages() {
    for (int i = 1; i <= 7; i++) {
      String priority = i % 2 == 0 ? "critical" : "low";
      server.createTask(
          "{\"title\": \"Task %d\", \"priority\": \"%s\", \"tags\": [\"t%d\"]}"
              .formatted(i, priority, i % 3));
    }

    assertThat(ids("?size=3")).containsExactly("TASK-1", "TASK-2", "TASK-3");
    assertThat(ids("?size=3&page=2")).containsExactly("TASK-7");
    assertThat(ids("?size=3&page=3")).isEmpty();
    assertThat(ids("?priority=critical")).containsExactly("TASK-2", "TASK-4", "TASK-6");
    assertThat(ids("?tag=t0&sort=priority")).containsExactly("TASK-6", "TASK-3");
    assertThat(ids("?status=done")).isEmpty();
    assertThat(server.get("/api/tasks?size=3&page=2").json().path("total").intValue()).isEqualTo(7);
  }

  @Test
  void searchByTextFollowsEveryChange() {
    String id = server.createTask(FULL);
    assertThat(ids("?q=LOGIN+slow")).containsExactly(id);
    assertThat(ids("?q=login+fast")).isEmpty();

    server.send("PUT", "/api/tasks/" + id, MEMBER, "{\"title\": \"Logout\"}");
    assertThat(ids("?q=login")).isEmpty();
    assertThat(ids("?q=logout")).containsExactly(id);

    server.send("DELETE", "/api/tasks/" + id, ADMIN, null);
    assertThat(ids("?q=logout")).isEmpty();
  }

  @Test
  void searchFindsWhatIsOverdue() {
    server.createTask("{\"title\": \"Late\", \"due\": \"2026-03-01\"}");
    server.createTask("{\"title\": \"Today\", \"due\": \"2026-03-02\"}");

    assertThat(ids("?overdue=true")).containsExactly("TASK-1");
  }

  @Test
  void refusesDependenciesThatDoNotExist() {
    Answer answer = server.post("/api/tasks", "{\"title\": \"x\", \"dependencies\": [\"TASK-9\"]}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/at").textValue()).isEqualTo("/dependencies/0");
  }

  @Test
  void pluginsSpeakThroughNoticesAndTheActivityLog() throws Exception {
    String first = server.createTask("{\"title\": \"a\", \"due\": \"2026-02-27\"}");
    String second = server.createTask("{\"title\": \"b\", \"dependencies\": [\"TASK-1\"]}");
    server.send(
        "PUT",
        "/api/tasks/" + first,
        MEMBER,
        "{\"title\": \"a\", \"due\": \"2026-02-27\", \"dependencies\": [\"" + second + "\"]}");

    assertThat(server.get("/api/notices").json().findValuesAsText("text"))
        .containsExactly(
            "waits for itself: TASK-1 -> TASK-2 -> TASK-1",
            "overdue by 3 day(s)",
            "waits for itself: TASK-1 -> TASK-2 -> TASK-1");
    assertThat(Files.readAllLines(data.resolve("activity.jsonl")))
        .hasSize(3)
        .last()
        .isEqualTo(
            "{\"at\":\"2026-03-02T10:00:00Z\",\"actor\":\"mel\",\"action\":\"updated\","
                + "\"task\":\"TASK-1\"}");
  }

  @Test
  void aFailingPluginFailsNoRequest() {
    server.close();
    server = TestServer.start(data, new Broken());

    String id = server.createTask(FULL);
    Answer moved = server.post("/api/tasks/" + id + "/move", "{\"status\": \"todo\"}");

    assertThat(moved.status()).isEqualTo(200);
    assertThat(server.get("/api/boards/main").status()).isEqualTo(200);
    JsonNode broken = server.get("/api/plugins").json().get(4);
    assertThat(broken.path("plugin").textValue()).isEqualTo("broken");
    assertThat(broken.path("failures").intValue()).isEqualTo(3);
  }

  @Test
  void aRestartKeepsData() {
    String id = server.createTask(FULL);
    JsonNode before = server.get("/api/tasks/" + id).json();
    server.close();

    server = TestServer.start(data);

    assertThat(server.get("/api/tasks/" + id).json()).isEqualTo(before);
    assertThat(ids("?q=login")).containsExactly(id);
    assertThat(server.createTask(FULL)).isEqualTo("TASK-2");
  }

  private List<String> ids(String query) {
    return server.get("/api/tasks" + query).json().path("items").findValuesAsText("id");
  }

  private static final class Broken implements Plugin {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public void onTaskCreated(Event.TaskCreated event) {
      throw new IllegalStateException("no");
    }

    @Override
    public void onTaskMoved(Event.TaskMoved event) {
      throw new NoClassDefFoundError("missing");
    }

    @Override
    public void onBoardLoaded(Event.BoardLoaded event) {
      throw new AssertionError("never");
    }
  }
}
