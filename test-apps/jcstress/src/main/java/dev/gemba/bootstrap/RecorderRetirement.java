package dev.gemba.bootstrap;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A collector that leaves gives its recorders back while a thread comes with its first call. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "each reaches the next collector once")
@Outcome(expect = Expect.FORBIDDEN, desc = "a recorder was lost, or came twice")
@State
public class RecorderRetirement {

  private final Recorder old = Recorder.unseen();
  private Recorder made;

  @Actor
  public void giveBack() {
    Recorder.giveBack(List.of(old));
    TakenRecorders.take();
  }

  @Actor
  public void firstCall() {
    Recorder.exchange(null);
    made = Recorder.current();
  }

  @Arbiter
  public void count(II_Result taken) {
    taken.r1 = TakenRecorders.timesTaken(old);
    taken.r2 = TakenRecorders.timesTaken(made);
  }
}
