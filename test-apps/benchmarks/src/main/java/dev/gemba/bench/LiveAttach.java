package dev.gemba.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What it is like to be attached to: one web application that answers one request after the other,
 * and into which {@code gemba attach} brings some targets.
 */
final class LiveAttach {

  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final String PAGE = "/products";

  /** Until then a web application compiles itself, and its own pauses are the longest. */
  private static final int REQUESTS_TO_WARM_UP = 3_000;

  /** Looked at before the attach, and again after the first data. */
  private static final long WATCHED_MILLIS = 3_000;

  /**
   * What one attach took.
   *
   * @param dataMillis from the command until a call is in the exported file
   * @param worstBeforeMillis the slowest answer of the seconds before
   * @param worstMillis the slowest answer from the command until seconds after the data
   */
  record Sample(double dataMillis, double worstBeforeMillis, double worstMillis) {}

  private LiveAttach() {}

  static Sample measure(Jdk jdk, Place place, StartWay way) throws Exception {
    Path directory = place.work("startup");
    // What it would be started with is not needed, the config that it writes is.
    way.launcher().launch(place, directory);
    int port = WebClient.freePort();
    List<String> program = List.of("-jar", place.webapp().toString(), "--server.port=" + port);
    Launch launch = way.host().launch(place, directory).with("-Xmx512m");
    try (ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, program)) {
      awaitPage(jvm, new WebClient(port));
      Visitor visitor = new Visitor(new WebClient(port));
      Thread thread = new Thread(visitor, "visitor");
      thread.setDaemon(true);
      thread.start();
      visitor.await(REQUESTS_TO_WARM_UP);
      visitor.takeWorstMillis();
      Thread.sleep(WATCHED_MILLIS);
      double before = visitor.takeWorstMillis();
      long start = System.nanoTime();
      Process attach = attach(jdk, place, directory, jvm.pid());
      while (!hasCalls(directory.resolve("gemba"))) {
        if (!jvm.isAlive() || System.nanoTime() - start > AT_MOST.toNanos()) {
          throw jvm.failure("exported nothing after the attach");
        }
        Thread.sleep(5);
      }
      double data = (System.nanoTime() - start) / 1e6;
      Thread.sleep(WATCHED_MILLIS);
      double worst = visitor.takeWorstMillis();
      visitor.ended = true;
      attach.waitFor(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
      jvm.terminate(Duration.ofSeconds(30));
      return new Sample(data, before, worst);
    }
  }

  private static void awaitPage(ForkedJvm jvm, WebClient client) throws Exception {
    long start = System.nanoTime();
    while (!client.has(PAGE)) {
      if (!jvm.isAlive() || System.nanoTime() - start > AT_MOST.toNanos()) {
        throw jvm.failure("did not answer");
      }
      Thread.sleep(10);
    }
  }

  private static Process attach(Jdk jdk, Place place, Path directory, long pid) throws IOException {
    return new ProcessBuilder(
            jdk.java(),
            "-jar",
            place.gemba().toString(),
            "attach",
            Long.toString(pid),
            "--config",
            directory.resolve("gemba.yaml").toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("attach").toFile())
        .start();
  }

  private static boolean hasCalls(Path output) throws IOException {
    try {
      return GembaOutput.in(output).calls(StartWays.COUNTED) > 0;
    } catch (JsonProcessingException halfALine) {
      return false;
    }
  }

  /** Asks for the page again and again, and remembers the slowest answer. */
  private static final class Visitor implements Runnable {

    private final WebClient client;
    private volatile boolean ended;
    private long worstNanos;
    private int answers;

    Visitor(WebClient client) {
      this.client = client;
    }

    @Override
    public void run() {
      while (!ended) {
        long start = System.nanoTime();
        try {
          client.has(PAGE);
        } catch (IOException closing) {
          return;
        }
        note(System.nanoTime() - start);
      }
    }

    private synchronized void note(long nanos) {
      worstNanos = Math.max(worstNanos, nanos);
      answers++;
      notifyAll();
    }

    synchronized double takeWorstMillis() {
      double worst = worstNanos / 1e6;
      worstNanos = 0;
      return worst;
    }

    synchronized void await(int wanted) throws InterruptedException {
      while (answers < wanted) {
        wait();
      }
    }
  }
}
