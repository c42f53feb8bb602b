package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import one.profiler.AsyncProfiler;

/**
 * Makes recordings of this JVM: with async-profiler, from wherever its library can be loaded, else
 * with JDK Flight Recorder. Leaves a profiler that is there already alone. Safe for use by all
 * threads; one recording is made at a time.
 */
public final class ProfileRecorder {

  /** Is told how much of a recording is made, in seconds; whatever it throws ends it. */
  @FunctionalInterface
  public interface Progress {
    void at(int done, int of);
  }

  /**
   * What was recorded.
   *
   * @param engine what took the samples, for people
   * @param problems why nothing better did; empty if it was the best there is
   * @param file in the format of JDK Flight Recorder; the caller deletes it
   */
  public record Recorded(String engine, List<String> problems, Path file) {
    public Recorded {
      problems = List.copyOf(problems);
    }
  }

  private static final long POLL_NANOS = 20_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  /** Loaded once; it stays until the JVM ends. */
  private AsyncProfiler profiler;

  private boolean busy;
  private volatile boolean leaving;

  /**
   * Takes samples for as long as was asked, or until Gemba leaves.
   *
   * @throws ProfileException if nothing here has such samples, or another recording is made
   * @throws IOException if the recording cannot be written
   */
  public Recorded record(ProfileOrder order, Progress progress)
      throws ProfileException, IOException {
    begin();
    Path file = null;
    boolean done = false;
    try {
      file = newFile();
      List<String> problems = new ArrayList<>();
      Engine engine = start(order, file, problems);
      try {
        await(order, progress);
      } finally {
        engine.stop();
      }
      done = true;
      return new Recorded(engine.name(), problems, file);
    } finally {
      if (!done && file != null) {
        Files.deleteIfExists(file);
      }
      end();
    }
  }

  private synchronized void begin() throws ProfileException {
    if (leaving) {
      throw new ProfileException("Gemba is being detached");
    }
    if (busy) {
      throw new ProfileException("another profile is being made in this JVM");
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

  private Engine start(ProfileOrder order, Path file, List<String> problems)
      throws ProfileException, IOException {
    try {
      Engine engine = new AsyncEngine(profiler());
      engine.start(order, file);
      return engine;
    } catch (ProfileException e) {
      problems.add(e.getMessage());
    }
    try {
      Engine engine = new JfrEngine();
      String whyNot = engine.whyNot(order.event());
      if (whyNot == null) {
        engine.start(order, file);
        return engine;
      }
      problems.add(whyNot);
    } catch (LinkageError | RuntimeException e) {
      problems.add("JDK Flight Recorder cannot be had: " + e);
    }
    throw new ProfileException(String.join("; ", problems));
  }

  private AsyncProfiler profiler() throws ProfileException {
    if (profiler == null) {
      profiler = NativeLibrary.load(directories());
    }
    return profiler;
  }

  private void await(ProfileOrder order, Progress progress) {
    long start = System.nanoTime();
    int seconds = (int) Math.max(1, order.length().toSeconds());
    int told = 0;
    progress.at(0, seconds);
    for (long gone = 0;
        gone < order.length().toNanos() && !leaving;
        gone = System.nanoTime() - start) {
      LockSupport.parkNanos(POLL_NANOS);
      int second = (int) (gone / SECOND_NANOS);
      if (second > told) {
        told = second;
        progress.at(second, seconds);
      }
    }
  }

  private static Path newFile() throws IOException {
    IOException first = null;
    for (Path directory : directories()) {
      try {
        return Files.createTempFile(directory, "gemba-profile-", ".jfr");
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  /** Where files can be made, as a rule. */
  private static List<Path> directories() {
    return List.of(
        Path.of(System.getProperty("java.io.tmpdir", ".")),
        Path.of(System.getProperty("user.dir", ".")),
        Path.of(System.getProperty("user.home", ".")));
  }
}
