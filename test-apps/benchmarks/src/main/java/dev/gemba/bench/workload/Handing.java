package dev.gemba.bench.workload;

import java.util.concurrent.atomic.LongAdder;

/** What agents are told to make spans of: whoever hands tasks over, and, to be counted, a task. */
final class Handing {

  private static final LongAdder TASKS = new LongAdder();

  private Handing() {}

  /** Hands over as many tasks as it likes, and waits for them. */
  static void over(Runnable batch) {
    batch.run();
  }

  /** A task that can be seen. */
  static void task() {
    TASKS.increment();
  }
}
