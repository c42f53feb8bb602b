package dev.gemba.agent.govern;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Decides that Gemba is to go dark, because what it holds in the JVM passes its {@link Bounds}; and
 * remembers it until Gemba is told to try again. {@link #look} is for one thread, the rest for any.
 */
public final class SelfProtection {

  /**
   * That Gemba has stopped.
   *
   * @param reason {@code heap}, {@code threads} or {@code errors}
   * @param text for people
   */
  public record Stop(Instant at, String reason, String text) {}

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final Bounds bounds;
  private final Deque<Vitals> lastMinute = new ArrayDeque<>();

  private volatile Stop stop;

  public SelfProtection(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Remembers how things were before there was anything to look at, so that what fails before the
   * first look is counted. Before that, on any thread.
   */
  public void begin(Vitals vitals) {
    lastMinute.addLast(vitals);
  }

  /**
   * Looks whether a bound is passed. To be asked once a second.
   *
   * @return the stop, once, when it comes; else null
   */
  public Stop look(Instant now, Vitals vitals) {
    if (stop != null) {
      return null;
    }
    lastMinute.addLast(vitals);
    while (lastMinute.getFirst().nanoTime() - vitals.nanoTime() < -MINUTE_NANOS) {
      lastMinute.removeFirst();
    }
    stop = judge(now, vitals, vitals.errors() - lastMinute.getFirst().errors());
    return stop;
  }

  private Stop judge(Instant now, Vitals vitals, long errors) {
    if (vitals.heapBytes() > bounds.heapBytes()) {
      return new Stop(
          now,
          "heap",
          "its data take "
              + megabytes(vitals.heapBytes())
              + " of the heap, more than "
              + megabytes(bounds.heapBytes()));
    }
    if (vitals.threads() > bounds.threads()) {
      return new Stop(
          now, "threads", "it has " + vitals.threads() + " threads, more than " + bounds.threads());
    }
    if (errors > bounds.errorsPerMinute()) {
      return new Stop(
          now,
          "errors",
          "it failed "
              + errors
              + " times within a minute, more than "
              + bounds.errorsPerMinute()
              + " times");
    }
    return null;
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }

  /** The stop that is in force; null if there is none. */
  public Stop stop() {
    return stop;
  }

  /**
   * Tries again, and lets the errors until now be. On the thread that looks.
   *
   * @return whether there was a stop
   */
  public boolean rearm() {
    boolean stopped = stop != null;
    lastMinute.clear();
    stop = null;
    return stopped;
  }

  /** Whether Gemba has stopped itself, as a metric. */
  public Metric metric() {
    Stop now = stop;
    NumberPoint point =
        now == null
            ? new NumberPoint(Attributes.empty(), 0L)
            : new NumberPoint(Attributes.of("reason", now.reason()), 1L);
    return new Metric(
        "gemba.stopped",
        "{stop}",
        "Whether Gemba records nothing because it passed a bound of its own.",
        new Metric.Gauge(List.of(point)));
  }
}
