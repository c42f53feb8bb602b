package dev.gemba.bench.workload;

/** What lasts as long as it is told. */
public final class Timed {

  /** Returns after so many nanoseconds; how long it took by its own clock. */
  public long spin(long nanos) {
    return Spin.nanos(nanos);
  }
}
