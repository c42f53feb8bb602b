package dev.gemba.bootstrap;

/**
 * Times the bridge itself, for the agent to know what a call costs on this machine. For one agent
 * thread at a time, which must be a platform thread with no span under way.
 *
 * <p>While it runs, the thread has a recorder that no collector knows, and what it records is under
 * a series that no other recorder holds. So nothing of it is ever exported.
 */
public final class Calibration {

  /** Calls of one run; as many as a span ring takes, which would do less work for any more. */
  public static final int CALLS = SpanRing.CAPACITY;

  /** Calls within each other's trace; a power of two, as is the number of all. */
  private static final int CALLS_OF_TRACE = 16;

  /** A class that is never woven, so that the id belongs to no method of the application. */
  private static final String CLASS_NAME = "dev.gemba.bootstrap.Calibration";

  private static final SpanRing.Reader NOBODY =
      (high,
          low,
          id,
          parent,
          from,
          to,
          thread,
          kind,
          probe,
          series,
          error,
          values,
          state,
          lost) -> {};

  private final Recorder recorder = Recorder.unseen();
  private final Probe probe = Probes.of(CLASS_NAME, "nanos", "");

  /**
   * Makes {@link #CALLS} calls at a capture level, each of which enters and leaves at once.
   *
   * @param level {@link Probe#COUNT}, {@link Probe#TIMING} or {@link Probe#SPAN}; spans lie in
   *     traces of {@value #CALLS_OF_TRACE}, which are kept or not as {@link Sampler} has it
   * @return how long all of them took
   */
  public long nanos(int level) {
    Recorder own = Recorder.exchange(recorder);
    try {
      probe.aim(level, Series.CALIBRATION, null);
      return level == Probe.SPAN ? timedInTraces(probe.id) : timed(probe.id, CALLS);
    } finally {
      probe.aim(Probe.DARK, Series.NONE, null);
      Recorder.exchange(own);
      if (recorder.ring() != null) {
        recorder.ring().drain(NOBODY);
      }
    }
  }

  /**
   * Reads the clock twice, {@link #CALLS} times: the least that timing so many calls can be.
   *
   * @return how long all of them took
   */
  public static long nanosOfClock() {
    long start = System.nanoTime();
    long lasted = 0;
    for (int i = 0; i < CALLS; i++) {
      long from = System.nanoTime();
      lasted += System.nanoTime() - from;
    }
    long end = System.nanoTime();
    // What lasted is used, so that the JIT cannot leave the loop out.
    return lasted < 0 ? 0 : end - start;
  }

  private static long timedInTraces(int id) {
    long nanos = 0;
    for (int i = 0; i < CALLS; i += CALLS_OF_TRACE) {
      long start = System.nanoTime();
      long outer = Bridge.enter(id);
      timed(id, CALLS_OF_TRACE - 1);
      Bridge.exit(id, outer);
      nanos += System.nanoTime() - start;
    }
    return nanos;
  }

  private static long timed(int id, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      Bridge.exit(id, Bridge.enter(id));
    }
    return System.nanoTime() - start;
  }
}
