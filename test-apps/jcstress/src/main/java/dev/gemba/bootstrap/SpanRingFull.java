package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A ring that is two spans short of full: slots are used again while the collector drains, and what
 * finds no room is counted.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "drained in time")
@Outcome(id = "0, \\d+", expect = Expect.ACCEPTABLE, desc = "some dropped, and counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, repeated, or lost and not counted")
@State
public class SpanRingFull {

  private static final int SPANS = 20;

  private final SpanRing ring = new SpanRing();
  private final Recorder recorder = Recorder.unseen();
  private final TestSpan.Sequence sequence = new TestSpan.Sequence();

  private int kept;

  public SpanRingFull() {
    write(SpanRing.CAPACITY - 2);
  }

  @Actor
  public void write() {
    write(SPANS);
  }

  /** Numbers those that are kept, without a gap. */
  private void write(int spans) {
    for (int i = 0; i < spans; i++) {
      long before = recorder.dropped(Drop.SPAN_RING);
      TestSpan.offer(ring, recorder, kept + 1);
      kept += recorder.dropped(Drop.SPAN_RING) == before ? 1 : 0;
    }
  }

  @Actor
  public void drain() {
    for (int i = 0; i < SPANS; i++) {
      ring.drain(sequence);
    }
  }

  @Arbiter
  public void drainRest(II_Result seen) {
    ring.drain(sequence);
    int dropped = (int) recorder.dropped(Drop.SPAN_RING);
    seen.r1 = SpanRing.CAPACITY - 2 + SPANS - sequence.taken() - dropped;
    seen.r2 = dropped;
  }
}
