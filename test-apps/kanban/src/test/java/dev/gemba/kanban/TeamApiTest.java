package dev.gemba.kanban;

import static dev.gemba.kanban.TestServer.ADMIN;
import static dev.gemba.kanban.TestServer.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.kanban.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeamApiTest {
  private static final String SPRINT =
      "{\"name\": \"Sprint 1\", \"starts\": \"2026-03-02\", \"ends\": \"2026-03-15\"}";

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
  void teamsAndSprintsOutliveARestart() {
    String team = createTeam("Team A");
    server.post(team + "/sprints", SPRINT);
    server.close();

    server = TestServer.start(data);

    JsonNode found = server.get(team).json();
    assertThat(found.path("name").textValue()).isEqualTo("Team A");
    assertThat(found.path("members"))
        .extracting(JsonNode::textValue)
        .containsExactly("amara", "bjorn");
    assertThat(server.get(team + "/sprints").json().at("/0/name").textValue())
        .isEqualTo("Sprint 1");
  }

  @Test
  void aNameCanBeTakenOnce() {
    createTeam("Team A");

    Answer again = server.send("POST", "/api/teams", ADMIN, "{\"name\": \"Team A\"}");

    assertThat(again.status()).isEqualTo(409);
    assertThat(server.get("/api/teams").json()).hasSize(1);
  }

  @Test
  void aSprintReportsOnItsTasks() {
    String sprint = server.post(createTeam("Team A") + "/sprints", SPRINT).header("Location");
    String small =
        server.createTask("{\"title\": \"a\", \"estimates\": {\"points\": 2, \"hours\": 1}}");
    String large =
        server.createTask("{\"title\": \"b\", \"estimates\": {\"points\": 8, \"hours\": 1}}");
    for (String status : new String[] {"todo", "in-progress", "review", "done"}) {
      server.post("/api/tasks/" + small + "/move", "{\"status\": \"" + status + "\"}");
    }
    String gone = server.createTask("{\"title\": \"c\"}");
    for (String task : new String[] {small, large, large, gone}) {
      Answer planned = server.send("PUT", sprint + "/tasks/" + task, MEMBER, null);
      assertThat(planned.status()).isEqualTo(204);
    }
    server.send("DELETE", "/api/tasks/" + gone, ADMIN, null);

    JsonNode report = server.get(sprint).json();

    assertThat(report.path("items").findValuesAsText("id")).containsExactly(small, large);
    assertThat(report.path("missing").get(0).textValue()).isEqualTo(gone);
    assertThat(report.path("totalPoints").intValue()).isEqualTo(10);
    assertThat(report.path("donePoints").intValue()).isEqualTo(2);
  }

  @Test
  void aTaskCanBeTakenOutOfASprint() {
    String sprint = server.post(createTeam("Team A") + "/sprints", SPRINT).header("Location");
    String task = sprint + "/tasks/" + server.createTask("{\"title\": \"a\"}");
    server.send("PUT", task, MEMBER, null);

    assertThat(server.send("DELETE", task, MEMBER, null).status()).isEqualTo(204);
    assertThat(server.send("DELETE", task, MEMBER, null).status()).isEqualTo(404);
  }

  @Test
  void refusesWhatMakesNoSense() {
    String team = createTeam("Team A");
    String backwards = SPRINT.replace("2026-03-15", "2026-03-01");

    assertThat(server.post(team + "/sprints", backwards).status()).isEqualTo(422);
    assertThat(server.get("/api/teams/99").status()).isEqualTo(404);
    assertThat(server.get("/api/teams/one").status()).isEqualTo(404);
    assertThat(server.post("/api/teams/99/sprints", SPRINT).status()).isEqualTo(404);
    assertThat(server.send("PUT", "/api/sprints/99/tasks/TASK-1", MEMBER, null).status())
        .isEqualTo(404);
  }

  private String createTeam(String name) {
    return server
        .send(
            "POST",
            "/api/teams",
            ADMIN,
            "{\"name\": \"" + name + "\", \"members\": [\"bjorn\", \"amara\"]}")
        .header("Location");
  }
}
