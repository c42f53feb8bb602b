package dev.gemba.bootstrap;

/**
 * The methods that woven code calls; called by application threads, of any number, at any time,
 * also after a detach.
 *
 * <p>A call passes through {@link #enter} and one of the exits. What happens in between is carried
 * in the woven frame as a token, so that nothing need be kept for a thread that only times:
 *
 * <pre>
 *   token = start of the call (System.nanoTime) &lt;&lt; 2 | capture level
 * </pre>
 *
 * <p>Two bits of the clock are given up, which durations under 146 years do not miss. A token of
 * zero, which is also what woven code is left with if {@code enter} fails, makes the exit a no-op.
 * The exit goes by the level in the token, not by the probe's present level, so a change of level
 * while a call is under way cannot tear it.
 */
public final class Bridge {

  private Bridge() {}

  /**
   * Begins a call.
   *
   * @param id of the probe
   * @return the token for the exit
   */
  public static long enter(int id) {
    Probe probe = Probes.get(id);
    int level = probe.level;
    if (level == Probe.TIMING) {
      return (System.nanoTime() << 2) | Probe.TIMING;
    }
    return level == Probe.SPAN ? SpanStack.enter() : level;
  }

  /**
   * Ends a call of a method without captured values.
   *
   * @param token what {@link #enter} returned
   * @param thrown what the method ended with; null after a normal return
   */
  public static void exit(int id, long token, Throwable thrown) {
    if (token == 0) {
      return;
    }
    long end = endOf(token);
    Probe probe = Probes.get(id);
    Recorder recorder = Recorder.current();
    if (isOwnDoing(recorder)) {
      recorder.abandon(token);
    } else {
      record(recorder, probe, probe.series, token, end, thrown, null);
    }
  }

  /**
   * Ends a call of a method whose values are captured: dimensions, measures, span attributes.
   *
   * @param self the receiver; null for static methods
   * @param arguments as they were when the call began
   * @param returned boxed if primitive; null for void and after an exception
   */
  public static void exitCapturing(
      int id, long token, Object self, Object[] arguments, Object returned, Throwable thrown) {
    if (token == 0) {
      return;
    }
    long end = endOf(token);
    Probe probe = Probes.get(id);
    Recorder recorder = Recorder.current();
    if (isOwnDoing(recorder)) {
      recorder.abandon(token);
      return;
    }
    Capture capture = probe.capture;
    if (capture == null) {
      // The agent has left, or this frame is older than the config that is now in force.
      exit(id, token, thrown);
      return;
    }
    Series series = probe.series;
    Object[] attributes = null;
    // Reading values may run woven getters of the application; those calls are Gemba's own doing
    // and must not be counted. The mark names the thread, as a virtual thread may leave its
    // carrier.
    recorder.capturing = Thread.currentThread();
    try {
      series = capture.series(series, recorder, self, arguments, returned, thrown);
      capture.measure(series, recorder, self, arguments, returned, thrown);
      if ((token & 3) == Probe.SPAN && SpanStack.isSampled()) {
        attributes = capture.attributes(recorder, self, arguments, returned, thrown);
      }
    } finally {
      recorder.capturing = null;
    }
    // Fetched again: the getters above may have moved a virtual thread to another carrier.
    record(Recorder.current(), probe, series, token, end, thrown, attributes);
  }

  /**
   * Ends a call of a constructor that threw. Never throws itself.
   *
   * @return the exception, for the woven code to throw on
   */
  public static Throwable exitThrown(Throwable thrown, int id, long token) {
    try {
      exit(id, token, thrown);
    } catch (Throwable e) {
      failed(e, id);
    }
    return thrown;
  }

  /** Ends a span that the application began itself. */
  static void exitWith(Probe probe, long token, Object[] attributes, Throwable thrown) {
    if (token == 0) {
      return;
    }
    record(Recorder.current(), probe, probe.series, token, endOf(token), thrown, attributes);
  }

  private static void record(
      Recorder recorder,
      Probe probe,
      Series series,
      long token,
      long end,
      Throwable thrown,
      Object[] attributes) {
    Series exit =
        thrown == null
            ? series
            : series.child(Series.ERROR_TYPE, thrown.getClass().getName(), recorder);
    recorder.record(probe, exit, token, end, thrown, attributes);
  }

  /** Whether this call is one that Gemba itself makes, to read a value of another. */
  @SuppressWarnings("ReferenceEquality") // threads may define equality as they please
  private static boolean isOwnDoing(Recorder recorder) {
    return recorder.capturing != null && recorder.capturing == Thread.currentThread();
  }

  private static long endOf(long token) {
    return (token & Probe.TIMING) == 0 ? 0 : System.nanoTime();
  }

  /** Woven code's last resort: Gemba itself failed. Never throws, whatever has been thrown. */
  public static void failed(Throwable thrown, int id) {
    try {
      // An exhausted stack or heap is the application's condition, not a fault of the probe.
      Probes.get(id).failed(thrown, !(thrown instanceof VirtualMachineError));
    } catch (Throwable ignored) {
      // There is nobody left to tell: the stack or heap is exhausted here as well.
    }
  }
}
