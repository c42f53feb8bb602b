package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.file.Path;
import one.profiler.AsyncProfiler;

/**
 * async-profiler, from the library that this jar brings along. Its clock is that of {@link
 * System#nanoTime()}.
 */
final class AsyncEngine implements Engine {

  private final AsyncProfiler profiler;

  AsyncEngine(AsyncProfiler profiler) {
    this.profiler = profiler;
  }

  @Override
  public String name() {
    return "async-profiler " + profiler.getVersion();
  }

  @Override
  public String whyNot(Event event) {
    return null;
  }

  @Override
  public void start(ProfileOrder order, Path file) throws ProfileException, IOException {
    try {
      profiler.execute("start,jfr,clock=monotonic," + eventOf(order) + ",file=" + file);
    } catch (IllegalStateException | IllegalArgumentException e) {
      // Its own words: that it runs already, or what this system does not let it do.
      throw new ProfileException("async-profiler: " + e.getMessage(), e);
    }
  }

  private static String eventOf(ProfileOrder order) {
    return switch (order.event()) {
      case CPU -> "event=cpu,interval=" + order.interval();
      case ALLOC -> "event=alloc,alloc=" + order.interval();
      case WALL -> "event=wall,interval=" + order.interval();
      case LOCK -> "event=lock,lock=" + order.interval();
    };
  }

  @Override
  public void stop() throws IOException {
    profiler.execute("stop");
  }
}
