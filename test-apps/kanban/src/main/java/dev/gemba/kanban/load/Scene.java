package dev.gemba.kanban.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the server holds before the load begins. */
record Scene(List<String> boards, List<String> tasks, List<String> teams, List<String> sprints) {
  private static final int PAGE_SIZE = 200;

  Scene {
    boards = List.copyOf(boards);
    tasks = List.copyOf(tasks);
    teams = List.copyOf(teams);
    sprints = List.copyOf(sprints);
  }

  /**
   * Asks the server; these requests are counted like all others.
   *
   * @throws LoadException if there is no such server or it holds nothing to ask for
   */
  static Scene explore(Client client, Keys keys) throws InterruptedException {
    Client.Answer health = client.send(Kind.HEALTH, "GET", "/health", null);
    if (health.status() != 200) {
      throw new LoadException(
          health.status() == Tally.NO_ANSWER
              ? "nobody answers there"
              : "the server answers its health check with status " + health.status());
    }
    List<String> boards = ids(client.send(Kind.BOARD_LIST, "GET", "/api/boards", keys.viewer()));
    List<String> tasks = tasks(client, keys);
    List<String> teams = ids(client.send(Kind.TEAM_LIST, "GET", "/api/teams", keys.viewer()));
    List<String> sprints = new ArrayList<>();
    for (String team : teams) {
      String path = "/api/teams/" + team + "/sprints";
      sprints.addAll(ids(client.send(Kind.SPRINT_LIST, "GET", path, keys.viewer())));
    }
    if (boards.isEmpty() || tasks.isEmpty() || sprints.isEmpty()) {
      throw new LoadException(
          "the server shows no tasks, boards or sprints with these keys; is its data generated?");
    }
    return new Scene(boards, tasks, teams, sprints);
  }

  private static List<String> tasks(Client client, Keys keys) throws InterruptedException {
    List<String> tasks = new ArrayList<>();
    List<String> page;
    int number = 0;
    do {
      String path = "/api/tasks?size=" + PAGE_SIZE + "&page=" + number++;
      page = ids(client.send(Kind.TASK_SEARCH, "GET", path, keys.viewer()).json().path("items"));
      tasks.addAll(page);
    } while (page.size() == PAGE_SIZE);
    return tasks;
  }

  private static List<String> ids(Client.Answer answer) {
    return ids(answer.json());
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }
}
