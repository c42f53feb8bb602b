package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads come with their first call while the collector takes new recorders. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "each reaches the collector once")
@Outcome(expect = Expect.FORBIDDEN, desc = "a recorder was lost, or came twice")
@State
public class RecorderPublication {

  private Recorder one;
  private Recorder other;

  @Actor
  public void firstCall() {
    Recorder.exchange(null);
    one = Recorder.current();
  }

  @Actor
  public void firstCallAndTake() {
    Recorder.exchange(null);
    other = Recorder.current();
    TakenRecorders.take();
  }

  @Arbiter
  public void count(II_Result taken) {
    taken.r1 = TakenRecorders.timesTaken(one);
    taken.r2 = TakenRecorders.timesTaken(other);
  }
}
