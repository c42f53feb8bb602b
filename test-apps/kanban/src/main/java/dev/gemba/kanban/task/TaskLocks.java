package dev.gemba.kanban.task;

import dev.gemba.kanban.model.TaskId;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A fixed number of locks shared out among tasks, so that locking any task costs no memory. */
final class TaskLocks {
  private static final int STRIPES = 64;

  private final ReentrantLock[] stripes =
      IntStream.range(0, STRIPES)
          .mapToObj(stripe -> new ReentrantLock())
          .toArray(ReentrantLock[]::new);

  /** Runs {@code action} while nobody else changes the task. */
  <T> T locked(TaskId id, Supplier<T> action) {
    ReentrantLock lock = stripes[id.number() % STRIPES];
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
