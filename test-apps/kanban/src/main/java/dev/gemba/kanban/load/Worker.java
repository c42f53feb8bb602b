package dev.gemba.kanban.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.kanban.json.Json;
import dev.gemba.kanban.model.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * One user of the server: asks, waits for the answer, asks again. It edits, moves and deletes the
 * tasks that it has created itself, so that it knows which answer is right; it reads everybody's.
 * It keeps no more than some, so that boards do not grow, nor what it costs to load one, for as
 * long as there is load.
 */
final class Worker {
  private static final int TOTAL_WEIGHT = Arrays.stream(Kind.values()).mapToInt(Kind::weight).sum();
  private static final List<String> WORDS =
      List.of("checkout", "invoice", "legacy", "flaky cache", "import customer", "outage");

  private static final int MOST_OWN = 25;

  private final Client client;
  private final Scene scene;
  private final Keys keys;
  private final SplittableRandom random;
  private final List<OwnTask> own = new ArrayList<>();
  private int created;

  Worker(Client client, Scene scene, Keys keys, SplittableRandom random) {
    this.client = client;
    this.scene = scene;
    this.keys = keys;
    this.random = random;
  }

  /** Asks until told to stop; the request under way is always ended and counted. */
  void runWhile(BooleanSupplier running) throws InterruptedException {
    while (running.getAsBoolean()) {
      ask(pickKind());
    }
  }

  private void ask(Kind kind) throws InterruptedException {
    switch (kind) {
      case BOARD_LOAD -> get(kind, board());
      case BOARD_GENERATE -> send(kind, "POST", board() + "/generate", keys.member(), null);
      case BOARD_ANALYSE -> get(kind, board() + "/analytics");
      case BOARD_LIST -> get(kind, "/api/boards");
      case TASK_READ -> get(kind, "/api/tasks/" + pick(scene.tasks()));
      case TASK_SEARCH -> get(kind, "/api/tasks?" + search());
      case TASK_CREATE -> createOrClear();
      case TASK_UPDATE -> update();
      case TASK_MOVE -> move();
      case TASK_MOVE_CONTENDED -> moveAnyTask();
      case TASK_DELETE -> delete();
      case TEAM_LIST -> get(kind, "/api/teams");
      case SPRINT_LIST -> get(kind, "/api/teams/" + pick(scene.teams()) + "/sprints");
      case SPRINT_REPORT -> get(kind, "/api/sprints/" + pick(scene.sprints()));
      case NOTICES -> get(kind, "/api/notices");
      case HEALTH -> send(kind, "GET", "/health", null, null);
      case INVALID_TASK ->
          send(
              kind,
              "POST",
              "/api/tasks",
              keys.member(),
              "{\"title\": \"\", \"priority\": \"urgent\", \"due\": \"tomorrow\"}");
      case INVALID_SEARCH -> get(kind, "/api/tasks?size=5000&status=lost");
      case MALFORMED -> send(kind, "POST", "/api/tasks", keys.member(), "{\"title\": ");
      case TRAVERSAL -> get(kind, "/api/tasks/..%2F..%2Fkeys.yaml");
      case UNKNOWN_TASK -> get(kind, "/api/tasks/TASK-999999999");
      case UNAUTHENTICATED ->
          send(kind, "GET", "/api/tasks", random.nextBoolean() ? "nobodys-key" : null, null);
      case FORBIDDEN -> send(kind, "POST", "/api/tasks", keys.viewer(), "{\"title\": \"mine\"}");
      case THROTTLED -> send(kind, "GET", "/api/notices", keys.throttled(), null);
    }
  }

  private void createOrClear() throws InterruptedException {
    if (own.size() < MOST_OWN) {
      create();
    } else {
      delete();
    }
  }

  private void create() throws InterruptedException {
    JsonNode task =
        send(Kind.TASK_CREATE, "POST", "/api/tasks", keys.member(), taskBody(++created)).json();
    if (task.has("id")) {
      own.add(new OwnTask(task.path("id").textValue(), Status.BACKLOG));
    }
  }

  private void update() throws InterruptedException {
    if (own.isEmpty()) {
      create();
      return;
    }
    OwnTask task = own.get(random.nextInt(own.size()));
    String body = taskBody(random.nextInt(created) + 1);
    send(Kind.TASK_UPDATE, "PUT", "/api/tasks/" + task.id(), keys.member(), body);
  }

  private void move() throws InterruptedException {
    if (own.isEmpty()) {
      create();
      return;
    }
    int index = random.nextInt(own.size());
    OwnTask task = own.get(index);
    Status next = pick(List.copyOf(task.status().next()));
    Client.Answer answer = move(Kind.TASK_MOVE, task.id(), next);
    if (answer.status() == 200) {
      own.set(index, new OwnTask(task.id(), next));
    }
  }

  private void moveAnyTask() throws InterruptedException {
    move(Kind.TASK_MOVE_CONTENDED, pick(scene.tasks()), pick(List.of(Status.values())));
  }

  private Client.Answer move(Kind kind, String task, Status next) throws InterruptedException {
    String body = "{\"status\": \"" + next.text() + "\"}";
    return send(kind, "POST", "/api/tasks/" + task + "/move", keys.member(), body);
  }

  private void delete() throws InterruptedException {
    if (own.isEmpty()) {
      create();
      return;
    }
    OwnTask task = own.remove(random.nextInt(own.size()));
    send(Kind.TASK_DELETE, "DELETE", "/api/tasks/" + task.id(), keys.admin(), null);
  }

  private String taskBody(int number) {
    Map<String, Object> task =
        Map.of(
            "title", "Look into case " + number,
            "description", "A customer reports an outage.\n\n- [ ] reproduce\n- [ ] fix",
            "priority", pick(List.of("critical", "high", "medium", "low")),
            "tags", List.of(pick(List.of("backend", "frontend", "mobile")), "customer"),
            "assignee", pick(List.of("amara", "bjorn", "chiara")),
            "dependencies", List.of(),
            "due", "2027-0" + (1 + random.nextInt(9)) + "-15",
            "estimates", Map.of("points", 3, "hours", 7.5));
    return Json.MAPPER.valueToTree(task).toString();
  }

  private String search() {
    return switch (random.nextInt(5)) {
      case 0 -> "status=todo&status=in-progress&sort=priority";
      case 1 -> "overdue=true&sort=due&size=50";
      case 2 -> "assignee=amara&page=" + random.nextInt(3);
      case 3 -> "tag=backend&priority=critical&priority=high";
      default -> "q=" + pick(WORDS).replace(' ', '+');
    };
  }

  private String board() {
    return "/api/boards/" + pick(scene.boards());
  }

  private void get(Kind kind, String path) throws InterruptedException {
    send(kind, "GET", path, keys.viewer(), null);
  }

  private Client.Answer send(Kind kind, String method, String path, String key, String body)
      throws InterruptedException {
    return client.send(kind, method, path, key, body);
  }

  private Kind pickKind() {
    int ticket = random.nextInt(TOTAL_WEIGHT);
    for (Kind kind : Kind.values()) {
      ticket -= kind.weight();
      if (ticket < 0) {
        return kind;
      }
    }
    throw new AssertionError("the weights do not add up");
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A task that this worker has created, and where it has moved it. */
  private record OwnTask(String id, Status status) {}
}
