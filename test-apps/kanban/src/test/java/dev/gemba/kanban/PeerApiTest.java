package dev.gemba.kanban;

import static dev.gemba.kanban.TestServer.ADMIN;
import static dev.gemba.kanban.TestServer.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.kanban.TestServer.Answer;
import dev.gemba.kanban.peer.Peer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerApiTest {
  private static final String TEAM = "{\"name\": \"Team A\", \"members\": [\"amara\"]}";

  @TempDir Path data;

  private static String sprint(String name) {
    return "{\"name\": \"" + name + "\", \"starts\": \"2026-03-02\", \"ends\": \"2026-03-15\"}";
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(data.resolve(name));
  }

  @Test
  void showsItsOwnSprintsAndThePeers() throws IOException {
    try (TestServer other = TestServer.start(directory("other"));
        TestServer server = TestServer.start(directory("own"), new Peer(other.uri(), VIEWER))) {
      for (TestServer each : new TestServer[] {other, server}) {
        each.send("POST", "/api/teams", ADMIN, TEAM);
      }
      other.post("/api/teams/1/sprints", sprint("there"));
      server.post("/api/teams/1/sprints", sprint("here"));

      Answer overview = server.get("/api/teams/1/overview");

      assertThat(overview.json().at("/here/0/name").textValue()).isEqualTo("here");
      assertThat(overview.json().at("/peer/0/name").textValue()).isEqualTo("there");
      assertThat(overview.json().path("peer")).hasSize(1);
    }
  }

  @Test
  void saysThatThereIsNoPeer() {
    try (TestServer server = TestServer.start(data)) {
      assertThat(server.get("/api/teams/1/overview").status()).isEqualTo(404);
    }
  }

  @Test
  void saysThatThePeerFails() throws IOException {
    try (TestServer other = TestServer.start(directory("other"));
        TestServer refused = TestServer.start(directory("a"), new Peer(other.uri(), "no key"));
        TestServer alone =
            TestServer.start(directory("b"), new Peer(URI.create("http://127.0.0.1:1"), VIEWER))) {
      for (TestServer server : new TestServer[] {refused, alone}) {
        server.send("POST", "/api/teams", ADMIN, TEAM);
        Answer answer = server.get("/api/teams/1/overview");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().path("type").textValue())
            .isEqualTo("urn:kanban:problem:peer-failed");
      }
    }
  }
}
