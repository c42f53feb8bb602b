package dev.gemba.bootstrap;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * How often each recorder came to the collector. All states of a test share the one stack of new
 * recorders, so one state takes what others have pushed.
 */
final class TakenRecorders {

  private static final Map<Recorder, Integer> TIMES = new IdentityHashMap<>();

  private TakenRecorders() {}

  /** Takes as the collector does. */
  static synchronized void take() {
    for (Recorder recorder : Recorder.takeNew()) {
      TIMES.merge(recorder, 1, Integer::sum);
    }
  }

  /** How often a recorder was taken, once all that was pushed has been taken. */
  static synchronized int timesTaken(Recorder recorder) {
    take();
    Integer times = TIMES.remove(recorder);
    return times == null ? 0 : times;
  }
}
