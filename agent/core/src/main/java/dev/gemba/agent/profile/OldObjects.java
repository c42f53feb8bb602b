package dev.gemba.agent.profile;

import dev.gemba.agent.runtime.PauseWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * JDK Flight Recorder's leak profiler, in a recording of its own beside any that the application
 * has. Apart from {@link LeakRecorder}, which is there in JVMs without Flight Recorder too.
 */
final class OldObjects implements AutoCloseable {

  private static final String EVENT = "jdk.OldObjectSample";

  /** Tells which samples were there when garbage was last cleared away. */
  private static final String COLLECTION = "jdk.GarbageCollection";

  private final Recording recording;

  /**
   * Begins to sample.
   *
   * @param forPaths how long the search for what holds the objects may take; zero for no search
   */
  OldObjects(Duration forPaths) throws ProfileException {
    if (!FlightRecorder.isAvailable()) {
      throw new ProfileException("JDK Flight Recorder is switched off in this JVM");
    }
    recording = new Recording();
    recording.enable(EVENT).withStackTrace().with("cutoff", forPaths.toMillis() + " ms");
    recording.enable(COLLECTION);
    recording.start();
  }

  Instant start() {
    return recording.getStartTime();
  }

  /**
   * Ends it, which is when paths are looked for.
   *
   * @return for how many seconds the JVM stood still, as a thread saw it
   */
  double stop(Path file) throws IOException, InterruptedException {
    try (PauseWatch watch = new PauseWatch()) {
      recording.stop();
      double pause = watch.seconds();
      recording.dump(file);
      return pause;
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
