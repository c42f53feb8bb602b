package dev.gemba.kanban.load;

/** What the load driver asks for, how often, and which answers are right. */
enum Kind {
  BOARD_LOAD("board.load", 12, 200),
  BOARD_GENERATE("board.generate", 1, 200),
  BOARD_ANALYSE("board.analyse", 2, 200),
  BOARD_LIST("board.list", 1, 200),
  TASK_READ("task.read", 28, 200, 404),
  TASK_SEARCH("task.search", 12, 200),
  TASK_CREATE("task.create", 6, 201),
  TASK_UPDATE("task.update", 6, 200),
  TASK_MOVE("task.move", 8, 200),
  TASK_MOVE_CONTENDED("task.move.contended", 3, 200, 409),
  TASK_DELETE("task.delete", 5, 204),
  TEAM_LIST("team.list", 2, 200),
  SPRINT_LIST("sprint.list", 1, 200),
  SPRINT_REPORT("sprint.report", 2, 200),
  NOTICES("notices", 1, 200),
  HEALTH("health", 1, 200),
  /** A task that breaks the schema in three places. */
  INVALID_TASK("bad.invalid-task", 2, 422),
  /** A search with parameters out of bounds. */
  INVALID_SEARCH("bad.invalid-search", 1, 422),
  /** A body that is no JSON. */
  MALFORMED("bad.malformed", 1, 400),
  /** A path that tries to leave the data directory. */
  TRAVERSAL("bad.traversal", 1, 404),
  /** A task that does not exist. */
  UNKNOWN_TASK("bad.unknown-task", 1, 404),
  /** No key, or a wrong one. */
  UNAUTHENTICATED("bad.unauthenticated", 1, 401),
  /** A viewer who wants to write. */
  FORBIDDEN("bad.forbidden", 1, 403),
  /** A key that is good for two requests a second. */
  THROTTLED("bad.throttled", 1, 200, 429);

  private final String text;
  private final int weight;
  private final int expected;
  private final int alsoExpected;

  Kind(String text, int weight, int expected) {
    this(text, weight, expected, expected);
  }

  Kind(String text, int weight, int expected, int alsoExpected) {
    this.text = text;
    this.weight = weight;
    this.expected = expected;
    this.alsoExpected = alsoExpected;
  }

  /** The name in reports. */
  String text() {
    return text;
  }

  /** How often it is asked for, relative to the others. */
  int weight() {
    return weight;
  }

  boolean expects(int status) {
    return status == expected || status == alsoExpected;
  }
}
