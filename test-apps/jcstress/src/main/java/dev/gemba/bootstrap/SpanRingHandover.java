package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What the collector drains while spans come in is whole and in order, and nothing is lost. */
@JCStressTest
@Outcome(id = "0, 20", expect = Expect.ACCEPTABLE, desc = "drained before they came")
@Outcome(id = "20, 20", expect = Expect.ACCEPTABLE, desc = "drained after they came")
@Outcome(id = "\\d+, 20", expect = Expect.ACCEPTABLE, desc = "drained while they came")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, lost or repeated")
@State
public class SpanRingHandover {

  private static final int SPANS = 20;

  private final SpanRing ring = new SpanRing();
  private final Recorder recorder = Recorder.unseen();
  private final TestSpan.Sequence sequence = new TestSpan.Sequence();

  @Actor
  public void write() {
    for (int i = 1; i <= SPANS; i++) {
      TestSpan.offer(ring, recorder, i);
    }
  }

  @Actor
  public void drain(II_Result seen) {
    for (int i = 0; i < SPANS; i++) {
      ring.drain(sequence);
    }
    seen.r1 = sequence.taken();
  }

  @Arbiter
  public void drainRest(II_Result seen) {
    ring.drain(sequence);
    seen.r2 = sequence.taken();
  }
}
