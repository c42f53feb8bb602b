package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile.Kind;
import java.util.List;

/**
 * Has allocations and waits for locks sampled less often than the config says where there are so
 * many that it would cost too much: 4 MB between two samples are hundreds a second where a gigabyte
 * is allocated in one, and each takes some 80 us. A sample stands for what lies between two, so
 * sums stay what they are. For one thread at a time.
 */
final class SamplePace {

  /** Of each of the two kinds. */
  private static final double MOST_A_SECOND = 50;

  /** Over it for a little while is no reason to begin another session. */
  private static final double TOLERANCE = 1.5;

  private static final int SLOWEST = 1 << 16;

  private int allocTimes = 1;
  private int lockTimes = 1;

  /**
   * Looks at what was sampled.
   *
   * @param seconds in which that was
   */
  void look(List<Sample> samples, double seconds) {
    allocTimes = next(allocTimes, rate(samples, Kind.ALLOC, seconds));
    lockTimes = next(lockTimes, rate(samples, Kind.LOCK, seconds));
  }

  private static double rate(List<Sample> samples, Kind kind, double seconds) {
    return samples.stream().filter(sample -> sample.kind == kind).count() / seconds;
  }

  private static int next(int times, double rate) {
    if (rate > MOST_A_SECOND * TOLERANCE) {
      int more = Integer.highestOneBit((int) Math.min(SLOWEST, rate / MOST_A_SECOND)) * 2;
      return (int) Math.min(SLOWEST, (long) times * more);
    }
    // Twice as many would still be half of what may be.
    return rate < MOST_A_SECOND / 4 ? Math.max(1, times / 2) : times;
  }

  SamplingPlan applyTo(SamplingPlan plan) {
    return new SamplingPlan(
        plan.cpuNanos(),
        plan.allocBytes() * allocTimes,
        plan.wallNanos(),
        plan.lockNanos() * lockTimes);
  }
}
