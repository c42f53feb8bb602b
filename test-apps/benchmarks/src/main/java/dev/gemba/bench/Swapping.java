package dev.gemba.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has two sides change their halves of the CPUs once a second. What else runs there, or beside it
 * on the host, is not the same for both CPUs of a pair, and would be held against one side.
 * Thread-safe.
 */
final class Swapping implements AutoCloseable {

  private final Halves halves;
  private final List<Long> one = new ArrayList<>();
  private final List<Long> other = new ArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private boolean swapped;

  private Swapping(Halves halves) {
    this.halves = halves;
  }

  static Swapping start(Halves halves) {
    Swapping swapping = new Swapping(halves);
    var unused = swapping.thread.scheduleAtFixedRate(swapping::swap, 1, 1, TimeUnit.SECONDS);
    return swapping;
  }

  /** A process that belongs to the side that begins on the first half, or to the other. */
  synchronized void add(long pid, boolean beginsOnFirst) {
    (beginsOnFirst ? one : other).add(pid);
  }

  private synchronized void swap() {
    swapped = !swapped;
    one.forEach(pid -> move(pid, swapped ? halves.second() : halves.first()));
    other.forEach(pid -> move(pid, swapped ? halves.first() : halves.second()));
  }

  /** A process that has ended is none to move. */
  private static void move(long pid, List<Integer> cpus) {
    try {
      new ProcessBuilder("taskset", "-a", "-c", "-p", Halves.list(cpus), String.valueOf(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("taskset cannot be run", e);
    } catch (InterruptedException ignored) {
      // it is over
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
