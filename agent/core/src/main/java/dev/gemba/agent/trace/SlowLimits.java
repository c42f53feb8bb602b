package dev.gemba.agent.trace;

import dev.gemba.agent.analyse.MergedDistribution;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.bootstrap.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells probes at whose calls traces begin how long a call of their operation takes that is slow:
 * longer than a quantile of the last half to whole minute, or of all time if there were few. For
 * one thread.
 */
final class SlowLimits {

  private static final int SECONDS = 30;

  /** So many calls must lie beyond the quantile for it to say something. */
  private static final int BEYOND = 10;

  private static final double NANOS = 1e9;

  /** The state of an operation's durations half a minute ago, and before. */
  private record Past(Distribution before, Distribution longBefore) {}

  private Map<String, Past> past = new HashMap<>();
  private int looks;

  /**
   * Looks at the newest state, once a second.
   *
   * @param metrics of a snapshot
   * @param probes all there are
   */
  void look(List<Metric> metrics, List<Probe> probes, double quantile) {
    Map<String, List<Probe>> byOperation = beginning(probes);
    if (byOperation.isEmpty()) {
      return;
    }
    Map<String, MergedDistribution> totals = totals(metrics, byOperation.keySet()::contains);
    boolean turn = ++looks % SECONDS == 0;
    Map<String, Past> next = new HashMap<>();
    totals.forEach(
        (operation, merged) -> {
          Distribution total = merged.total();
          Past known = past.get(operation);
          Distribution since =
              known == null || known.longBefore == null ? total : total.minus(known.longBefore);
          boolean few = since.count() * (1 - quantile) < BEYOND;
          long limit = nanos((few ? total : since).percentile(quantile));
          byOperation.get(operation).forEach(probe -> probe.slowAbove(limit));
          next.put(operation, passed(known, total, turn));
        });
    past = next;
  }

  private static Past passed(Past known, Distribution total, boolean turn) {
    if (known == null) {
      return new Past(null, null);
    }
    return turn ? new Past(total, known.before) : known;
  }

  private static long nanos(double seconds) {
    return Double.isNaN(seconds) ? Long.MAX_VALUE : (long) (seconds * NANOS);
  }

  private static Map<String, List<Probe>> beginning(List<Probe> probes) {
    Map<String, List<Probe>> beginning = new HashMap<>();
    for (Probe probe : probes) {
      if (probe.beginsTraces()) {
        beginning
            .computeIfAbsent(probe.series().operation, operation -> new ArrayList<>())
            .add(probe);
      }
    }
    return beginning;
  }

  private static Map<String, MergedDistribution> totals(
      List<Metric> metrics, java.util.function.Predicate<String> wanted) {
    Map<String, MergedDistribution> totals = new HashMap<>();
    for (Metric metric : metrics) {
      if (metric.name().equals("gemba.operation.duration")
          && metric.data() instanceof Metric.Histogram histogram) {
        for (HistogramPoint point : histogram.points()) {
          String operation = (String) point.attributes().values().get("gemba.operation");
          if (wanted.test(operation)) {
            totals
                .computeIfAbsent(operation, o -> new MergedDistribution())
                .add(point.distribution());
          }
        }
      }
    }
    return totals;
  }
}
