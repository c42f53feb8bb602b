package dev.gemba.agent.govern;

import dev.gemba.api.export.Snapshot;

/** The state that a window of {@link OverheadMeter} begins or ends with. Immutable. */
public final class Moment {

  private final Snapshot snapshot;
  private final CpuTimes cpu;

  Moment(Snapshot snapshot, CpuTimes cpu) {
    this.snapshot = snapshot;
    this.cpu = cpu;
  }

  /** What the agent had recorded by then. */
  public Snapshot snapshot() {
    return snapshot;
  }

  CpuTimes cpu() {
    return cpu;
  }
}
