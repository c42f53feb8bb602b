package dev.gemba.agent.govern;

import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Snapshot;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The state that a window of {@link OverheadMeter} begins or ends with. Immutable. */
public final class Moment {

  private final Snapshot snapshot;
  private final CpuTimes cpu;
  private final Map<String, Long> calls;

  Moment(Snapshot snapshot, CpuTimes cpu) {
    this.snapshot = snapshot;
    this.cpu = cpu;
    this.calls = Collections.unmodifiableMap(callsOf(snapshot));
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

  /**
   * Calls by operation in a snapshot, exceptional ones and all dimensions included.
   *
   * @param snapshot null for one that there is not yet, which has none
   */
  public static Map<String, Long> callsOf(Snapshot snapshot) {
    Map<String, Long> calls = new HashMap<>();
    if (snapshot == null) {
      return calls;
    }
    for (Metric metric : snapshot.metrics()) {
      if (metric.name().equals("gemba.operation.calls")
          && metric.data() instanceof Metric.Sum sum) {
        for (NumberPoint point : sum.points()) {
          String operation = point.attributes().text("gemba.operation");
          if (operation != null) {
            calls.merge(operation, point.value().longValue(), Long::sum);
          }
        }
      }
    }
    return calls;
  }
}
