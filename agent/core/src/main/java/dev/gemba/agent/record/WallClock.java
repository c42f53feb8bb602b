package dev.gemba.agent.record;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Turns times of the monotonic clock into wall-clock times. The two are tied together once, so that
 * the distance between any two spans is exact, and tied anew only when they have drifted apart by
 * more than {@value #MAX_DRIFT_NANOS} ns (a clock that was set, a laptop that slept). For one
 * thread.
 */
public final class WallClock {

  private static final long MAX_DRIFT_NANOS = 10_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Clock wall;
  private final LongSupplier nanoTime;
  private long offset;

  /**
   * Ties the clocks together.
   *
   * @param nanoTime the monotonic clock
   */
  public WallClock(Clock wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.offset = currentOffset();
  }

  /** The wall-clock time of a monotonic one, in nanoseconds since 1970-01-01T00:00Z. */
  public long epochNanos(long nanos) {
    return nanos + offset;
  }

  /** Now. */
  public Instant now() {
    return Instant.ofEpochSecond(0, epochNanos(nanoTime.getAsLong()));
  }

  void correctDrift() {
    long current = currentOffset();
    if (Math.abs(current - offset) > MAX_DRIFT_NANOS) {
      offset = current;
    }
  }

  private long currentOffset() {
    Instant now = wall.instant();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - nanoTime.getAsLong();
  }
}
