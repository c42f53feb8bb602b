package dev.gemba.kanban.security;

import dev.gemba.kanban.problem.Problem;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key: it fills at the key's rate and holds two seconds' worth.
 * Thread-safe; there are never more buckets than keys.
 */
public final class RateLimiter {
  private static final int BURST_SECONDS = 2;
  private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * Makes a limiter with full buckets.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public RateLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes one token.
   *
   * @throws Problem.RateLimited if there is none left
   */
  public void acquire(Principal principal) {
    Bucket bucket =
        buckets.computeIfAbsent(
            principal.name(), name -> new Bucket(principal.requestsPerSecond(), nanos()));
    Duration wait = bucket.take(nanos());
    if (!wait.isZero()) {
      throw new Problem.RateLimited(wait);
    }
  }

  private long nanos() {
    return nanoTime.getAsLong();
  }

  private static final class Bucket {
    private final double tokensPerSecond;
    private double tokens;
    private long filledAtNanos;

    Bucket(int tokensPerSecond, long nowNanos) {
      this.tokensPerSecond = tokensPerSecond;
      this.tokens = capacity();
      this.filledAtNanos = nowNanos;
    }

    /** Takes a token and answers zero, or answers how long until there is one. */
    synchronized Duration take(long nowNanos) {
      double elapsedSeconds = Math.max(0, nowNanos - filledAtNanos) / NANOS_A_SECOND;
      tokens = Math.min(capacity(), tokens + elapsedSeconds * tokensPerSecond);
      filledAtNanos = nowNanos;
      if (tokens >= 1) {
        tokens--;
        return Duration.ZERO;
      }
      return Duration.ofNanos((long) Math.ceil((1 - tokens) / tokensPerSecond * NANOS_A_SECOND));
    }

    private double capacity() {
      return tokensPerSecond * BURST_SECONDS;
    }
  }
}
