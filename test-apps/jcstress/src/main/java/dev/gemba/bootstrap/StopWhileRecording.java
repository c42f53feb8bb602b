package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A probe goes dark while calls with spans are under way. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "dark before the first call ended")
@Outcome(id = "20, 20, 0", expect = Expect.ACCEPTABLE, desc = "dark after the last call")
@Outcome(id = "(\\d+), \\1, 0", expect = Expect.ACCEPTABLE, desc = "dark in between")
@Outcome(expect = Expect.FORBIDDEN, desc = "recorded in part or twice, or failed")
@State
public class StopWhileRecording {

  private final Call call = new Call(Probe.SPAN);

  @Actor
  public void call() {
    call.make();
  }

  @Actor
  public void stop() {
    call.probe.darken();
  }

  @Arbiter
  public void count(III_Result seen) {
    seen.r1 = call.recorded();
    seen.r2 = call.spans();
    seen.r3 = call.wrong();
  }
}
