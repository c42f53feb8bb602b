package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server that is measured under load: how it is started, loaded, and watched. */
interface Application {

  /** For programs, such as {@code kanban}. */
  String name();

  /** For people. */
  String title();

  /** Gemba's patterns for all that is the application's own. */
  List<String> everything();

  /** Whether Gemba's packs see its requests. */
  boolean isSeenByPacks();

  /** Gemba as its users would have it there. */
  Launch gembaByDefault(Path directory) throws IOException;

  /**
   * Makes data anew, starts the server and waits until it answers.
   *
   * @param directory for all that it writes
   */
  Server start(Jdk jdk, Path directory, Launch launch) throws Exception;

  /**
   * Starts a closed loop of users, in a JVM of its own.
   *
   * @param warmUpSeconds of such load before the one that is reported; may be 0
   */
  LoadDriver load(Jdk jdk, Server server, int users, int warmUpSeconds, int seconds)
      throws Exception;

  /**
   * A server that answers.
   *
   * @param directory for all that is written
   */
  record Server(ForkedJvm jvm, String url, Path directory) implements AutoCloseable {

    @Override
    public void close() {
      jvm.close();
    }
  }

  /** Users that are at work. */
  interface LoadDriver extends AutoCloseable {

    /** How many requests were answered so far; until the warm-up is over, in that. */
    long answered() throws IOException;

    /** Waits until the warm-up is over, which there must be. */
    WarmUp warmUp() throws Exception;

    /** Waits until their time is over. */
    LoadReport end() throws Exception;

    @Override
    void close();
  }

  /**
   * What users saw before that.
   *
   * @param requests all that were answered
   * @param unexpected those with another answer than the right one
   */
  record WarmUp(long requests, long unexpected) {}

  /**
   * What users saw.
   *
   * @param requests all that were answered
   * @param unexpected those with another answer than the right one
   * @param rate requests a second
   */
  record LoadReport(
      long requests, long unexpected, double rate, double p50Millis, double p99Millis) {}
}
