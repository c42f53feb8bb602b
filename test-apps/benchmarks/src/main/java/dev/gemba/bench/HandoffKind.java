package dev.gemba.bench;

/** What is done a thousand times within one span, and what of an agent sees it. */
enum HandoffKind {
  EXECUTE("execute", "a task of a thread pool with one thread", "executors"),
  FORK("fork", "a fork and join, one thread", "executors"),
  STAGE("stage", "a stage of a CompletableFuture", "executors"),
  VIRTUAL("virtual", "a virtual thread", "executors"),
  STATEMENT("statement", "a prepared SQL statement, H2 in memory", "jdbc");

  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  /** For the workload. */
  final String workload;

  /** For people. */
  final String title;

  /** What agents call what sees it: Gemba a pack, OpenTelemetry an instrumentation. */
  final String library;

  HandoffKind(String workload, String title, String library) {
    this.workload = workload;
    this.title = title;
    this.library = library;
  }

  boolean isThere(Jdk jdk) {
    return this != VIRTUAL || jdk.feature() >= FIRST_WITH_VIRTUAL_THREADS;
  }

  /** Whether a span is one of those that are done a thousand times. */
  boolean isTask(String operation) {
    return this == STATEMENT ? operation.startsWith("SELECT") : operation.equals(HandoffWay.TASK);
  }

  /** How many of so many tasks have spans. */
  long seen(long tasks, HandoffWay way) {
    return this != STATEMENT || way.carriesOn() ? tasks : 0;
  }

  /** How many of so many tasks that have spans have them in the trace of who handed them over. */
  long carried(long tasks, HandoffWay way) {
    // A fork that the thread runs itself is in its trace without an agent's doing.
    return way.carriesOn() || this == FORK ? tasks : 0;
  }
}
