package dev.gemba.agent.profile;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for as long as something is recorded, and says how far that is. */
final class Countdown {

  private static final long POLL_NANOS = 20_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private Countdown() {}

  /**
   * Waits.
   *
   * @param brokenOff asked often; ends it before
   */
  static void await(Duration length, Profiler.Progress progress, BooleanSupplier brokenOff) {
    long start = System.nanoTime();
    int seconds = (int) Math.max(1, length.toSeconds());
    int told = 0;
    progress.at(0, seconds);
    for (long gone = 0;
        gone < length.toNanos() && !brokenOff.getAsBoolean();
        gone = System.nanoTime() - start) {
      LockSupport.parkNanos(POLL_NANOS);
      int second = (int) (gone / SECOND_NANOS);
      if (second > told) {
        told = second;
        progress.at(second, seconds);
      }
    }
  }
}
