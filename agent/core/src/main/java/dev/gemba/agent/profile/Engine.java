package dev.gemba.agent.profile;

import java.io.IOException;

/** What takes samples in this JVM, in one session at a time. For one thread at a time. */
interface Engine {

  /** For people, such as {@code async-profiler 4.6}. */
  String name();

  /**
   * Whether it has samples of that kind.
   *
   * @return null if it has, and otherwise why not
   */
  String whyNot(Event event);

  /**
   * What CPU time it can have between two samples.
   *
   * @param wanted nanoseconds
   * @return the same, or a little more where so little is not to be had
   */
  long possibleCpuNanos(long wanted);

  /**
   * Begins to sample.
   *
   * @param plan of what it has
   * @throws ProfileException if that cannot be had now
   */
  Session begin(SamplingPlan plan) throws ProfileException, IOException;
}
