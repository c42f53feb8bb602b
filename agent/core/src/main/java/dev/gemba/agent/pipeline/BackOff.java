package dev.gemba.agent.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * When to try again: after a random part of a bound that doubles with each failure, so that the
 * processes of a fleet do not come back all at once ("full jitter"). For one thread.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     Backoff And Jitter</a>
 */
final class BackOff {

  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 30_000;

  /** A server may wish for more than that; nobody means hours. */
  private static final Duration LONGEST_WISH = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;
  private final DoubleSupplier random;

  /** Of the last pause; 0 if nothing has failed. */
  private long boundMillis;

  private long untilNanos;

  /**
   * @param random from 0 to 1
   */
  BackOff(LongSupplier nanoTime, DoubleSupplier random) {
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /**
   * Begins a pause.
   *
   * @param wish how long the server wants to be left alone; it is, and a little longer
   */
  void failed(Optional<Duration> wish) {
    boundMillis = Math.min(LONGEST_MILLIS, Math.max(FIRST_MILLIS, boundMillis * 2));
    long pauseMillis =
        wish.isPresent()
            ? shorter(wish.get(), LONGEST_WISH).toMillis() + part(FIRST_MILLIS)
            : part(boundMillis);
    untilNanos = nanoTime.getAsLong() + pauseMillis * 1_000_000;
  }

  void succeeded() {
    boundMillis = 0;
  }

  /** What is left of the pause, rounded up; 0 if there is none. */
  long leftMillis() {
    if (boundMillis == 0) {
      return 0;
    }
    return Math.max(0, (untilNanos - nanoTime.getAsLong() + 999_999) / 1_000_000);
  }

  /** Whether the last attempt has failed. */
  boolean isFailing() {
    return boundMillis > 0;
  }

  private long part(long ofMillis) {
    return (long) (random.getAsDouble() * ofMillis);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
