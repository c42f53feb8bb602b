package dev.gemba.agent;

import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Snapshot;
import java.util.Map;
import java.util.TreeMap;

/** What a snapshot says of losses. */
final class Drops {

  private Drops() {}

  /**
   * How much was lost, by reason; reasons without a loss are left out.
   *
   * @param snapshot null if there is none yet
   */
  static Map<String, Long> in(Snapshot snapshot) {
    Map<String, Long> byReason = new TreeMap<>();
    if (snapshot != null) {
      for (Metric metric : snapshot.metrics()) {
        if (metric.name().equals("gemba.dropped") && metric.data() instanceof Metric.Sum sum) {
          sum.points().forEach(point -> add(byReason, point));
        }
      }
    }
    return byReason;
  }

  private static void add(Map<String, Long> byReason, NumberPoint point) {
    if (point.value().longValue() > 0) {
      byReason.merge(point.attributes().text("reason"), point.value().longValue(), Long::sum);
    }
  }
}
