package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two values come at the same time where there is room for one. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "one is kept apart, one is 'other'")
@Outcome(expect = Expect.FORBIDDEN, desc = "more values than the bound allows, or none")
@State
public class SeriesBound {

  private final Series parent = Roots.make();
  private final Recorder recorder = Recorder.unseen();
  private Series one;
  private Series other;

  public SeriesBound() {
    for (int i = 1; i < Series.MAX_CHILDREN; i++) {
      parent.child("tier", "value" + i, recorder);
    }
  }

  @Actor
  public void first() {
    one = parent.child("tier", "one", recorder);
  }

  @Actor
  public void second() {
    other = parent.child("tier", "other one", recorder);
  }

  @Arbiter
  public void count(I_Result apart) {
    apart.r1 = (one.value.equals("one") ? 1 : 0) + (other.value.equals("other one") ? 1 : 0);
  }
}
