package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The zoo's program that works without pause and keeps its own books. */
final class LiveJvm implements AutoCloseable {

  private static final Duration TO_ANSWER = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 10;

  private final RunningJvm jvm;
  private int read;

  private LiveJvm(RunningJvm jvm) {
    this.jvm = jvm;
  }

  /** Starts it and waits until it is at work. */
  static LiveJvm start(ForkedJvm configured) throws IOException, InterruptedException {
    LiveJvm live = new LiveJvm(configured.start());
    live.answer("working");
    return live;
  }

  /** With so many threads that call, and so many that load a class fifty times a second. */
  static ForkedJvm on(Jdk jdk, int workers, int loaders) {
    return on(jdk, workers, loaders, 20_000);
  }

  /**
   * @param pauseMicros between two classes of one thread
   */
  static ForkedJvm on(Jdk jdk, int workers, int loaders, int pauseMicros) {
    ForkedJvm jvm =
        ForkedJvm.zooMain(jdk, "live.Live", "" + workers, "" + loaders, "" + pauseMicros);
    return jdk.feature() >= 21 ? jvm.options("-XX:+EnableDynamicAgentLoading") : jvm;
  }

  RunningJvm jvm() {
    return jvm;
  }

  String pid() {
    return Long.toString(jvm.pid());
  }

  /** Has all threads stand still; the true number of calls of each method so far. */
  Map<String, Long> counts() throws IOException, InterruptedException {
    Map<String, Long> counts = new TreeMap<>();
    for (String pair : ask("counts").split(" ")) {
      counts.put(pair.substring(0, pair.indexOf('=')), Long.valueOf(pair.split("=")[1]));
    }
    return counts;
  }

  void go() throws IOException, InterruptedException {
    jvm.send("go\n");
    answer("going");
  }

  /** Sends a line; the rest of the line that answers it. */
  String ask(String command) throws IOException, InterruptedException {
    jvm.send(command + "\n");
    return answer(
        switch (command) {
          case "stay" -> "staying ";
          case "leave" -> "left ";
          case "watch" -> "watching ";
          case "deadlock" -> "deadlocked ";
          default -> command + " ";
        });
  }

  private String answer(String beginning) throws InterruptedException {
    long until = System.nanoTime() + TO_ANSWER.toNanos();
    while (true) {
      String out = jvm.stdoutSoFar();
      int end = out.indexOf('\n', read);
      if (end >= 0) {
        String line = out.substring(read, end);
        read = end + 1;
        // The JVM itself may have something to say in between.
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length());
        }
        continue;
      }
      assertThat(System.nanoTime() - until).as("“%s” from %s", beginning, jvm).isNegative();
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Ends it, and asserts that nothing went wrong in it. */
  Ended quit() throws IOException, InterruptedException {
    jvm.send("quit\n");
    return jvm.end(TO_ANSWER).exitedWith(0);
  }

  @Override
  public void close() {
    jvm.close();
  }
}
