package dev.gemba.agent.govern;

import dev.gemba.api.export.Snapshot;
import java.util.Map;

/** The state that a window of {@link OverheadMeter} begins or ends with. Immutable. */
public final class Moment {

  private final Snapshot snapshot;
  private final CpuTimes cpu;
  private final Map<String, Long> calls;

  Moment(Snapshot snapshot, CpuTimes cpu) {
    this.snapshot = snapshot;
    this.cpu = cpu;
    this.calls = OverheadMeter.callsOf(snapshot);
  }

  /** What the agent had recorded by then. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Calls of every operation, whatever their other attributes. Not to be changed. */
  Map<String, Long> calls() {
    return calls;
  }

  CpuTimes cpu() {
    return cpu;
  }
}
