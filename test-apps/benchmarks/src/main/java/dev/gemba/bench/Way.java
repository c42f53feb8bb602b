package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One way of watching a method: an agent with its settings, or none. */
interface Way {

  /** For {@code --only} and programs, such as {@code gemba-timing}. */
  String name();

  /** For people. */
  String title();

  /** Why it cannot run there; empty if it can. */
  default Optional<String> obstacle(Jdk jdk, Place place) throws Exception {
    return Optional.empty();
  }

  /** Whether the source does the timing. */
  default boolean byHand() {
    return false;
  }

  /**
   * How to start a JVM in which the method is watched.
   *
   * @param directory where it may write and read
   */
  Launch launch(Place place, Path directory, Watched watched) throws IOException;

  /** Is told when the method is loaded and not yet called; the JVM waits meanwhile. */
  default void whenReady(ForkedJvm jvm, Watched watched) throws IOException {}

  /** Looks at what a measured JVM left behind; empty if that shows nothing. */
  default Optional<Verdict> afterwards(Path directory, Watched watched, long calls)
      throws IOException {
    return Optional.empty();
  }

  /** Counts in JVMs of its own; empty where {@link #afterwards} does it. */
  default Optional<Verdict> verify(Trial trial, Watched watched) throws Exception {
    return Optional.empty();
  }
}
