package dev.gemba.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;

/** Two things that are done at the same time, each with half of the CPUs. */
final class Duet {

  /** One of the two. */
  interface Part<T> {
    T play(Side side) throws Exception;
  }

  /** Where one of the two is done; it is used by the thread that does it. */
  static final class Side {
    private final List<Integer> cpus;
    private final boolean first;
    private final Swapping swapping;
    private final Phaser both;

    private Side(List<Integer> cpus, boolean first, Swapping swapping, Phaser both) {
      this.cpus = cpus;
      this.first = first;
      this.swapping = swapping;
      this.both = both;
    }

    /** How many CPUs it has. */
    int cpus() {
      return cpus.size();
    }

    /** A JVM that takes this side's CPUs for all that there are. */
    Launch launch(Launch launch) {
      return Halves.launch(launch, cpus);
    }

    /** A JVM that was launched so, and from now on goes where this side goes. */
    void has(ForkedJvm jvm) {
      swapping.add(jvm.pid(), first);
    }

    /** Waits until the other side is at that point, too, or has failed. */
    void meet() {
      both.arriveAndAwaitAdvance();
    }
  }

  private Duet() {}

  /** What came of both; fails if one of them does. */
  static <T> List<T> play(Halves halves, Part<T> one, Part<T> other) throws Exception {
    Phaser both = new Phaser(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Swapping swapping = Swapping.start(halves)) {
      List<Callable<T>> sides =
          List.of(
              part(one, new Side(halves.first(), true, swapping, both)),
              part(other, new Side(halves.second(), false, swapping, both)));
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(sides)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> Callable<T> part(Part<T> part, Side side) {
    return () -> {
      try {
        return part.play(side);
      } finally {
        side.both.arriveAndDeregister();
      }
    };
  }
}
