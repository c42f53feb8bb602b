package dev.gemba.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Has the JVM transform classes again that are loaded already. The JVM stops all threads while it
 * exchanges a batch of classes, so batches are small and followed by a rest. For the weaver's
 * thread.
 */
final class Retransformer {

  /**
   * Classes that the JVM exchanges in one stop. With 5, 50, 200 and 1,000 of a thousand classes the
   * worst stall was the same (test-apps/stalls), while fewer stops are done sooner; what grows with
   * a batch is how long class loading in other threads may have to wait.
   */
  private static final int BATCH = 100;

  /** The rest after a batch is as long as the batch took, within these bounds. */
  private static final long SHORTEST_REST_NANOS = 1_000_000;

  private static final long LONGEST_REST_NANOS = 50_000_000;

  private final Instrumentation instrumentation;
  private final BiConsumer<Class<?>, Throwable> failures;
  private volatile int pending;
  private volatile boolean stopped;

  /**
   * @param failures takes a class that could not be retransformed; it is as it was before
   */
  Retransformer(Instrumentation instrumentation, BiConsumer<Class<?>, Throwable> failures) {
    this.instrumentation = instrumentation;
    this.failures = failures;
  }

  /** How many classes are still to be retransformed. */
  int pending() {
    return pending;
  }

  /** All at once, for a JVM that does not run its application yet. */
  void retransformAtOnce(List<WeakReference<Class<?>>> types) {
    retransform(alive(types));
  }

  /** Has {@link #retransformPaced} return after the batch that it is at, and do nothing more. */
  void stop() {
    stopped = true;
  }

  /**
   * Batch by batch, until it is stopped.
   *
   * @param types weakly, so that none is kept from being unloaded while it waits for its turn
   */
  void retransformPaced(List<WeakReference<Class<?>>> types, Progress progress) {
    retransform(types, progress, () -> stopped);
  }

  /** Batch by batch, to the end. */
  void retransformAll(List<WeakReference<Class<?>>> types, Progress progress) {
    retransform(types, progress, () -> false);
  }

  private void retransform(
      List<WeakReference<Class<?>>> types, Progress progress, BooleanSupplier ended) {
    pending = types.size();
    try {
      for (int from = 0; from < types.size() && !ended.getAsBoolean(); from += BATCH) {
        int to = Math.min(types.size(), from + BATCH);
        long start = System.nanoTime();
        retransform(alive(types.subList(from, to)));
        pending = types.size() - to;
        progress.at(to, types.size());
        if (to < types.size()) {
          rest(System.nanoTime() - start);
        }
      }
    } finally {
      pending = 0;
    }
  }

  private static List<Class<?>> alive(List<WeakReference<Class<?>>> types) {
    List<Class<?>> alive = new ArrayList<>();
    for (WeakReference<Class<?>> reference : types) {
      Class<?> type = reference.get();
      if (type != null) {
        alive.add(type);
      }
    }
    return alive;
  }

  private static void rest(long worked) {
    LockSupport.parkNanos(Math.max(SHORTEST_REST_NANOS, Math.min(LONGEST_REST_NANOS, worked)));
  }

  /** One class that the JVM refuses makes it refuse the whole batch. */
  private void retransform(List<Class<?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(batch.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
      if (batch.size() == 1) {
        failures.accept(batch.get(0), e);
      } else {
        batch.forEach(type -> retransform(List.of(type)));
      }
    }
  }
}
