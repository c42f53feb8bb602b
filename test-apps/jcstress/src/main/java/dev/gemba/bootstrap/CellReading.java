package dev.gemba.bootstrap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A cell that is read while it is written: counts never go back, and are exact at rest. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "read before it was written")
@Outcome(id = "60, 0, 0", expect = Expect.ACCEPTABLE, desc = "read after it was written")
@Outcome(id = "\\d+, 0, 0", expect = Expect.ACCEPTABLE, desc = "read while it was written")
@Outcome(expect = Expect.FORBIDDEN, desc = "a count went back, or is not exact at rest")
@State
public class CellReading {

  private static final ThreadLocal<long[]> SLOTS =
      ThreadLocal.withInitial(() -> new long[Buckets.SLOTS]);

  private static final int ROUNDS = 20;

  private final DurationCell cell = new DurationCell(Series.NONE);

  @Actor
  public void write() {
    for (int i = 0; i < ROUNDS; i++) {
      cell.record(100, 1);
      cell.count();
      cell.record(1_000_000L << i, 1);
    }
  }

  @Actor
  public void read(III_Result seen) {
    int calls = 0;
    int timed = 0;
    long sum = 0;
    for (int i = 0; i < ROUNDS; i++) {
      int callsNow = (int) cell.calls();
      int timedNow = timed();
      long sumNow = cell.sumNanos();
      seen.r2 |= callsNow < calls || timedNow < timed || sumNow < sum ? 1 : 0;
      calls = callsNow;
      timed = timedNow;
      sum = sumNow;
    }
    seen.r1 = calls;
  }

  @Arbiter
  public void readAtRest(III_Result seen) {
    boolean exact =
        cell.calls() == 3 * ROUNDS
            && timed() == 2 * ROUNDS
            && cell.sumNanos() == 100 * ROUNDS + 1_000_000L * ((1 << ROUNDS) - 1)
            && cell.minNanos() == 100
            && cell.maxNanos() == 1_000_000L << (ROUNDS - 1);
    seen.r3 = exact ? 0 : 1;
  }

  private int timed() {
    long[] slots = SLOTS.get();
    java.util.Arrays.fill(slots, 0);
    return (int) (cell.addTo(slots) + cell.zeroCount());
  }
}
