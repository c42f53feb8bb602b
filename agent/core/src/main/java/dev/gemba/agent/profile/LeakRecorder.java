package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Has JDK Flight Recorder sample objects when they are allocated, and tell after a while which of
 * them are alive: its leak profiler, which holds 256 samples at most, weakly. Safe for use by all
 * threads; one recording is made at a time.
 */
public final class LeakRecorder {

  /**
   * What was recorded.
   *
   * @param file in the format of JDK Flight Recorder; the caller deletes it
   * @param start when it began
   * @param pauseSeconds for how long the JVM stood still in the end, as a thread saw it
   */
  public record Recorded(Path file, Instant start, double pauseSeconds) {}

  /** How long the JVM may stand still at most for the search of paths. */
  public static final Duration MOST_FOR_PATHS = Duration.ofSeconds(10);

  private boolean busy;
  private volatile boolean leaving;

  /**
   * Takes samples for as long as was asked, or until Gemba leaves.
   *
   * @param paths whether to look for what holds the objects, for which the JVM stands still
   * @throws ProfileException if there is no JDK Flight Recorder, or another recording is made
   * @throws IOException if the recording cannot be written
   */
  public Recorded record(Duration length, boolean paths, Profiler.Progress progress)
      throws ProfileException, IOException, InterruptedException {
    begin();
    try {
      return tryRecord(length, paths, progress);
    } catch (LinkageError | IllegalStateException | SecurityException e) {
      throw new ProfileException("JDK Flight Recorder cannot be had: " + e, e);
    } finally {
      end();
    }
  }

  private Recorded tryRecord(Duration length, boolean paths, Profiler.Progress progress)
      throws ProfileException, IOException, InterruptedException {
    Path file = Scratch.newFile(".jfr");
    boolean done = false;
    try (OldObjects objects = new OldObjects(paths ? MOST_FOR_PATHS : Duration.ZERO)) {
      Countdown.await(length, progress, () -> leaving);
      double pause = objects.stop(file);
      done = true;
      return new Recorded(file, objects.start(), pause);
    } finally {
      if (!done) {
        Scratch.delete(file);
      }
    }
  }

  private synchronized void begin() throws ProfileException {
    if (leaving) {
      throw new ProfileException("Gemba is being detached");
    }
    if (busy) {
      throw new ProfileException("another search for leaks goes on in this JVM");
    }
    busy = true;
  }

  private synchronized void end() {
    busy = false;
    notifyAll();
  }

  /** Ends what is being recorded, and records nothing any more. Waits until that is so. */
  public synchronized void leave() throws InterruptedException {
    leaving = true;
    while (busy) {
      wait();
    }
  }
}
