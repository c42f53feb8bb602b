package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A task that waits twice, and that two threads take while one has it wait once more. */
@JCStressTest
@Outcome(id = "7, 0, 0", expect = Expect.ACCEPTABLE, desc = "each taken once, none left behind")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken twice, lost, or still counted")
@State
public class HandoffTaking {

  private final HandoffTable table = new HandoffTable(1);
  private final Object task = new Object();

  private long one;
  private long other;

  public HandoffTaking() {
    table.put(task, context(1));
    table.put(task, context(2));
  }

  private static TraceContext context(long spanId) {
    return new TraceContext(1, 1, spanId, true);
  }

  private static long spanOf(TraceContext taken) {
    return taken == null ? 0 : taken.spanId;
  }

  @Actor
  public void take() {
    one = spanOf(table.take(task));
  }

  @Actor
  public void takeToo() {
    other = spanOf(table.take(task));
    table.put(task, context(4));
  }

  @Arbiter
  public void takeRest(III_Result seen) {
    seen.r1 = (int) (one + other + spanOf(table.take(task)));
    seen.r2 = (int) spanOf(table.take(task));
    seen.r3 = table.size();
  }
}
