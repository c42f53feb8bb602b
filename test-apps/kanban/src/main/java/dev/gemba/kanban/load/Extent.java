package dev.gemba.kanban.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * How much load there is to be: for a time, or so many requests, whoever of the users asks them.
 */
public sealed interface Extent {

  /** For so many seconds. */
  static Extent ofSeconds(int seconds) {
    return new Time(Duration.ofSeconds(seconds));
  }

  /** So many requests, beyond those that look around at the start. */
  static Extent ofRequests(int requests) {
    return new Requests(requests);
  }

  /**
   * Is asked before each request whether there is to be one.
   *
   * @param startNanos when the load begins, on the clock of {@link System#nanoTime}
   */
  BooleanSupplier from(long startNanos);

  /** Until a time is over. */
  record Time(Duration duration) implements Extent {
    @Override
    public BooleanSupplier from(long startNanos) {
      return () -> System.nanoTime() - startNanos < duration.toNanos();
    }

    @Override
    public String toString() {
      return duration.toSeconds() + " s";
    }
  }

  /** Until so many were asked. */
  record Requests(long count) implements Extent {
    @Override
    public BooleanSupplier from(long startNanos) {
      AtomicLong asked = new AtomicLong();
      return () -> asked.getAndIncrement() < count;
    }

    @Override
    public String toString() {
      return count + " requests";
    }
  }
}
