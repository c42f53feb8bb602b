package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Spans of another thread and the verdict come at the same time: the spans are handed over by one
 * of the two, never by both or by none.
 */
@JCStressTest
@Outcome(
    id = "0, 3",
    expect = Expect.ACCEPTABLE,
    desc = "waits for the verdict, who gives it has it")
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "after the verdict, handed over at once")
@Outcome(id = "-3, 0", expect = Expect.ACCEPTABLE, desc = "too many wait, counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, torn, or handed over twice")
@State
public class VerdictOnce {

  private static final int SPANS = 3;

  private final Verdict verdict = new Verdict();
  private final HeldSpans spans = new HeldSpans(1);
  private final Recorder recorder = Recorder.unseen();

  public VerdictOnce() {
    for (int i = 0; i < SPANS; i++) {
      spans.add(1, 0, 1, 2, Probe.NONE, Series.NONE, null, null);
    }
  }

  @Actor
  public void part(II_Result seen) {
    boolean waits = verdict.takes(spans, recorder);
    // Many states are at work at once.
    int leftOut = (int) recorder.dropped(Drop.HELD_SPANS);
    seen.r1 = waits ? -leftOut : verdict.isKept() ? spans.number() : -1;
  }

  @Actor
  public void judge(II_Result seen) {
    seen.r2 = number(verdict.keep());
  }

  private static int number(HeldSpans parts) {
    int number = 0;
    for (HeldSpans part = parts; part != null; part = part.next) {
      number += part.number();
    }
    return number;
  }

  @Arbiter
  public void leave(II_Result seen) {
    if (verdict.isOpen()) {
      seen.r1 = -2;
    }
  }
}
