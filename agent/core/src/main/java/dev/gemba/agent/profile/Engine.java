package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.file.Path;

/** What takes samples in this JVM. One recording at a time; for one thread at a time. */
interface Engine {

  /** For people, such as {@code async-profiler 4.6}. */
  String name();

  /**
   * Whether it has samples of that kind.
   *
   * @return null if it has, and otherwise why not
   */
  String whyNot(Event event);

  /**
   * Begins to sample into a file, in the format of JDK Flight Recorder.
   *
   * @throws ProfileException if that cannot be had now
   */
  void start(ProfileOrder order, Path file) throws ProfileException, IOException;

  /** Ends it; the file is whole afterwards. */
  void stop() throws IOException;
}
