package dev.gemba.kanban.load;

import dev.gemba.kanban.security.ApiKeys;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A closed loop of workers that use a kanban server as people and scripts would. The same seed asks
 * in the same order, as far as the answers are the same.
 */
public final class LoadDriver {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI server;
  private final Keys keys;
  private final int threads;
  private final long seed;

  public LoadDriver(URI server, ApiKeys keys, int threads, long seed) {
    this.server = server;
    this.keys = Keys.of(keys);
    this.threads = threads;
    this.seed = seed;
  }

  /**
   * Drives that much load, then waits for the last answers.
   *
   * @param every about how often progress is told
   * @param progress is told how it goes
   * @throws LoadException if there is no such server or it holds nothing to ask for
   */
  public LoadReport run(Extent extent, Duration every, Consumer<Progress> progress)
      throws InterruptedException {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    Tally total = new Tally();
    Scene scene = Scene.explore(new Client(http, server, total), keys);

    long startNanos = System.nanoTime();
    BooleanSupplier running = extent.from(startNanos);
    List<Tally> tallies = new ArrayList<>();
    List<Future<?>> ends = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      for (int i = 0; i < threads; i++) {
        Tally tally = new Tally();
        Worker worker = new Worker(new Client(http, server, tally), scene, keys, random.split());
        tallies.add(tally);
        ends.add(
            workers.submit(
                () -> {
                  worker.runWhile(running);
                  return null;
                }));
      }
      watch(ends, tallies, extent, startNanos, every, progress);
    } finally {
      workers.shutdownNow();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    tallies.forEach(total::add);
    return LoadReport.of(total, took);
  }

  private static void watch(
      List<Future<?>> ends,
      List<Tally> tallies,
      Extent extent,
      long startNanos,
      Duration every,
      Consumer<Progress> progress)
      throws InterruptedException {
    for (Future<?> end : ends) {
      while (!isOver(end, every)) {
        long requests = tallies.stream().mapToLong(Tally::requests).sum();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        progress.accept(new Progress(elapsed, extent, requests));
      }
    }
  }

  /** Waits for a worker to end, so long at most. */
  private static boolean isOver(Future<?> end, Duration atMost) throws InterruptedException {
    try {
      end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException ignored) { // It works still.
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker failed", e.getCause());
    }
  }

  /** How far the load is. */
  public record Progress(Duration elapsed, Extent extent, long requests) {}
}
