package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads see a value of an attribute for the first time. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "one child for both")
@Outcome(expect = Expect.FORBIDDEN, desc = "two children for one value")
@State
public class SeriesSameValue {

  private final Series parent = Roots.make();
  private final Recorder recorder = Recorder.unseen();
  private Series one;
  private Series other;

  @Actor
  public void first() {
    one = parent.child("tier", "small", recorder);
  }

  @Actor
  public void second() {
    other = parent.child("tier", "small", recorder);
  }

  @Arbiter
  public void compare(I_Result same) {
    same.r1 = one == other && one == parent.child("tier", "small", recorder) ? 1 : 0;
  }
}
