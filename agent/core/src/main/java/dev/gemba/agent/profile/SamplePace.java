package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile.Kind;
import java.util.List;

/**
 * Has allocations and waits for locks sampled less often than the config says where there are so
 * many that it would cost too much: 4 MB between two samples are hundreds a second where a gigabyte
 * is allocated in one, and each takes some 100 us. A sample stands for what lies between two, so
 * sums stay what they are. For one thread at a time.
 */
final class SamplePace {

  /** Of each of the two kinds. */
  private static final double MOST_A_SECOND = 30;

  /** Another session is begun where there are so many times more, and where they are half. */
  private static final double TOLERANCE = 1.3;

  private static final double FASTEST_RETURN = 0.25;

  /** Less, such as what is left when a session ends, tells nothing of how many come a second. */
  private static final double LEAST_SECONDS = 0.5;

  private static final int SLOWEST = 1 << 16;

  private int allocTimes = 1;
  private int lockTimes = 1;

  /**
   * Looks at what was sampled.
   *
   * @param seconds in which that was
   */
  void look(List<Sample> samples, double seconds) {
    if (seconds < LEAST_SECONDS) {
      return;
    }
    allocTimes = next(allocTimes, rate(samples, Kind.ALLOC, seconds));
    lockTimes = next(lockTimes, rate(samples, Kind.LOCK, seconds));
  }

  private static double rate(List<Sample> samples, Kind kind, double seconds) {
    return samples.stream().filter(sample -> sample.kind == kind).count() / seconds;
  }

  private static int next(int times, double rate) {
    boolean many = rate > MOST_A_SECOND * TOLERANCE;
    boolean few = rate < MOST_A_SECOND / 2;
    if (!many && !few) {
      return times;
    }
    double next = Math.ceil(times * Math.max(FASTEST_RETURN, rate / MOST_A_SECOND));
    return (int) Math.max(1, Math.min(SLOWEST, next));
  }

  SamplingPlan applyTo(SamplingPlan plan) {
    return new SamplingPlan(
        plan.cpuNanos(),
        plan.allocBytes() * allocTimes,
        plan.wallNanos(),
        plan.lockNanos() * lockTimes);
  }
}
