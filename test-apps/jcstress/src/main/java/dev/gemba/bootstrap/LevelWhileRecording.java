package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The level changes while calls are under way: the token decides, and each is counted once. */
@JCStressTest
@Outcome(id = "20, 0, 0", expect = Expect.ACCEPTABLE, desc = "all at the lower level")
@Outcome(id = "20, 20, 0", expect = Expect.ACCEPTABLE, desc = "all at the higher level")
@Outcome(id = "20, \\d+, 0", expect = Expect.ACCEPTABLE, desc = "some at each")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, recorded twice, or failed")
@State
public class LevelWhileRecording {

  private final Call call = new Call(Probe.SPAN);

  @Actor
  public void call() {
    call.make();
  }

  @Actor
  public void stepDown() {
    call.aim(Probe.COUNT);
  }

  @Arbiter
  public void count(III_Result seen) {
    seen.r1 = call.recorded();
    seen.r2 = call.spans();
    seen.r3 = call.wrong();
  }
}
