package dev.gemba.agent.profile;

import dev.gemba.agent.config.Profile;

/**
 * What is sampled, and how often: 0 for what is not.
 *
 * @param cpuNanos CPU time between two samples
 * @param allocBytes allocated bytes between two samples
 * @param wallNanos time between two samples of a thread, whatever it does
 * @param lockNanos time of waiting for locks between two samples; longer waits are sampled each
 */
public record SamplingPlan(long cpuNanos, long allocBytes, long wallNanos, long lockNanos) {

  /** Nothing is sampled. */
  public static final SamplingPlan NOTHING = new SamplingPlan(0, 0, 0, 0);

  /** What a config asks for. */
  public static SamplingPlan of(Profile config) {
    return new SamplingPlan(
        config.cpu().map(java.time.Duration::toNanos).orElse(0L),
        config.allocBytes().orElse(0),
        config.wall().map(java.time.Duration::toNanos).orElse(0L),
        config.lock().map(java.time.Duration::toNanos).orElse(0L));
  }

  boolean isEmpty() {
    return equals(NOTHING);
  }

  /** Samples so many times less often; 0 for none at all. */
  SamplingPlan slower(int times) {
    return times == 0
        ? NOTHING
        : new SamplingPlan(
            cpuNanos * times, allocBytes * times, wallNanos * times, lockNanos * times);
  }

  SamplingPlan withCpuNanos(long nanos) {
    return new SamplingPlan(nanos, allocBytes, wallNanos, lockNanos);
  }

  SamplingPlan withoutWall() {
    return new SamplingPlan(cpuNanos, allocBytes, 0, lockNanos);
  }

  /** With what somebody asks for besides. */
  SamplingPlan and(ProfileOrder order) {
    long interval = order.interval();
    return switch (order.event()) {
      case CPU -> withCpuNanos(interval);
      case ALLOC -> new SamplingPlan(cpuNanos, interval, wallNanos, lockNanos);
      case WALL -> new SamplingPlan(cpuNanos, allocBytes, interval, lockNanos);
      case LOCK -> new SamplingPlan(cpuNanos, allocBytes, wallNanos, interval);
    };
  }

  /** As configs tell it. */
  String text() {
    return "cpu "
        + millis(cpuNanos)
        + ", alloc "
        + (allocBytes == 0 ? "off" : allocBytes / 1024 + " kB")
        + ", wall "
        + millis(wallNanos)
        + ", lock "
        + millis(lockNanos);
  }

  private static String millis(long nanos) {
    return nanos == 0 ? "off" : nanos / 1e6 + " ms";
  }
}
