package dev.gemba.bootstrap;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The agent leaves while calls are under way: their recorder is emptied under them. */
@JCStressTest
@Outcome(id = "1?\\d, 0", expect = Expect.ACCEPTABLE, desc = "some recorded since")
@Outcome(id = "20, 0", expect = Expect.ACCEPTABLE, desc = "all recorded")
@Outcome(expect = Expect.FORBIDDEN, desc = "recorded twice, or failed")
@State
public class DetachWhileRecording {

  private final Call call = new Call(Probe.SPAN);

  @Actor
  public void call() {
    call.make();
  }

  @Actor
  public void detach() {
    for (int i = 0; i < Call.TIMES; i++) {
      Recorder known = call.recorder();
      if (known != null) {
        Recorder.giveBack(List.of(known));
        Recorder.takeNew();
      }
    }
    call.probe.darken();
  }

  @Arbiter
  public void count(II_Result seen) {
    seen.r1 = Math.max(call.recorded(), call.spans());
    seen.r2 = call.wrong();
  }
}
