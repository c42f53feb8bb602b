package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;

/**
 * JDK Flight Recorder, where async-profiler cannot be had: a recording of its own beside any that
 * the application has. Samples CPU less often than asked for if the JVM has a coarser grain.
 */
final class JfrEngine implements Engine {

  private static final String NO_WALL =
      "JDK Flight Recorder has no samples of threads that wait, accepted are cpu, alloc, lock";

  /** The JVM takes about so many samples of allocations a second, whatever lies between them. */
  private static final String ALLOCATIONS = "200/s";

  private Recording recording;
  private Path file;

  @Override
  public String name() {
    return "JDK Flight Recorder";
  }

  @Override
  public String whyNot(Event event) {
    return event == Event.WALL ? NO_WALL : null;
  }

  @Override
  public void start(ProfileOrder order, Path into) throws ProfileException {
    Recording begun = new Recording();
    Duration interval = Duration.ofNanos(order.interval());
    switch (order.event()) {
      case CPU -> begun.enable("jdk.ExecutionSample").withPeriod(interval).withStackTrace();
      case ALLOC ->
          begun.enable("jdk.ObjectAllocationSample").with("throttle", ALLOCATIONS).withStackTrace();
      case LOCK -> {
        begun.enable("jdk.JavaMonitorEnter").withThreshold(interval).withStackTrace();
        begun.enable("jdk.ThreadPark").withThreshold(interval).withStackTrace();
      }
      case WALL -> throw new ProfileException(NO_WALL);
    }
    begun.start();
    recording = begun;
    file = into;
  }

  @Override
  public void stop() throws IOException {
    try (Recording ended = recording) {
      ended.stop();
      ended.dump(file);
    } finally {
      recording = null;
    }
  }
}
