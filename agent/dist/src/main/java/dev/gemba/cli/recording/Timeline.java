package dev.gemba.cli.recording;

import dev.gemba.agent.analyse.MergedDistribution;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.cli.recording.ExportRequest.Kind;
import dev.gemba.cli.recording.ExportRequest.Point;
import dev.gemba.cli.recording.ExportRequest.Points;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns cumulative states into what came between them, for chosen operations. The memory is
 * bounded: once there are too many intervals, they become twice as long. For one thread.
 */
final class Timeline {

  /** Where this many intervals are passed, neighbours become one. */
  static final int MAX_INTERVALS = 240;

  private record Key(Attributes resource, String metric, Attributes series, long startNanos) {}

  private record Run(Attributes resource, long startNanos) {}

  private record Times(long before, long latest) {}

  private static final class Slot {
    private long startNanos = Long.MAX_VALUE;
    private long endNanos;
    private long calls;
    private long errors;
    private MergedDistribution durations = new MergedDistribution();

    void cover(long start, long end) {
      startNanos = Math.min(startNanos, start);
      endNanos = Math.max(endNanos, end);
    }

    void add(Slot other) {
      cover(other.startNanos, other.endNanos);
      calls += other.calls;
      errors += other.errors;
      if (other.durations.total() != null) {
        durations.add(other.durations.total());
      }
    }

    Interval interval() {
      Distribution all = durations.total();
      return new Interval(
          startNanos, endNanos, calls, errors, all == null || all.count() == 0 ? null : all);
    }
  }

  private final Set<String> operations;
  private final Map<Key, Point> latest = new HashMap<>();
  private final Map<Run, Times> times = new HashMap<>();
  private final Map<String, Map<Long, Slot>> slots = new HashMap<>();
  private long widthNanos = 1_000_000_000;

  /**
   * @param operations names of those that are wanted
   */
  Timeline(Set<String> operations) {
    this.operations = operations;
  }

  void add(ExportRequest.ResourceMetrics process) {
    for (Points metric : process.metrics()) {
      String name = metric.metric().name();
      Kind kind = metric.metric().kind();
      boolean calls = name.equals("gemba.operation.calls") && kind == Kind.MONOTONIC_SUM;
      boolean durations = name.equals("gemba.operation.duration") && kind == Kind.HISTOGRAM;
      if (calls || durations) {
        metric.points().forEach(point -> add(process.resource(), metric, point));
      }
    }
  }

  private void add(Attributes resource, Points metric, Point point) {
    String operation = point.attributes().text("gemba.operation");
    if (operation == null || !operations.contains(operation)) {
      return;
    }
    Point before = null;
    long start = point.startNanos();
    if (!metric.delta()) {
      Key key = new Key(resource, metric.metric().name(), point.attributes(), start);
      before = latest.get(key);
      if (before != null && before.timeNanos() >= point.timeNanos()) {
        return;
      }
      latest.put(key, point);
      start = lineBefore(new Run(resource, start), point.timeNanos());
    }
    if (start > 0 && start < point.timeNanos()) {
      addTo(slot(operation, point.timeNanos()), start, before, point);
    }
  }

  /** A series that is seen late began after the line before, whatever start it states. */
  private long lineBefore(Run run, long timeNanos) {
    Times known = times.getOrDefault(run, new Times(run.startNanos(), run.startNanos()));
    if (timeNanos > known.latest()) {
      known = new Times(known.latest(), timeNanos);
      times.put(run, known);
    }
    return known.before();
  }

  private static void addTo(Slot slot, long start, Point before, Point point) {
    slot.cover(start, point.timeNanos());
    if (point.distribution() != null) {
      Distribution more = point.distribution();
      slot.durations.add(before == null ? more : more.minus(before.distribution()));
      return;
    }
    long more = point.number().longValue() - (before == null ? 0 : before.number().longValue());
    slot.calls += more;
    slot.errors += point.attributes().text("error.type") == null ? 0 : more;
  }

  private Slot slot(String operation, long timeNanos) {
    Map<Long, Slot> own = slots.computeIfAbsent(operation, unused -> new TreeMap<>());
    Slot slot = own.computeIfAbsent(timeNanos / widthNanos, unused -> new Slot());
    while (own.size() > MAX_INTERVALS) {
      widen();
      own = slots.get(operation);
      slot = own.get(timeNanos / widthNanos);
    }
    return slot;
  }

  private void widen() {
    widthNanos *= 2;
    slots.replaceAll((operation, narrow) -> widened(narrow));
  }

  private static Map<Long, Slot> widened(Map<Long, Slot> narrow) {
    Map<Long, Slot> wide = new TreeMap<>();
    narrow.forEach((at, slot) -> wide.computeIfAbsent(at / 2, unused -> new Slot()).add(slot));
    return wide;
  }

  /** By operation, each in the order of time. */
  Map<String, List<Interval>> intervals() {
    Map<String, List<Interval>> intervals = new HashMap<>();
    slots.forEach(
        (operation, own) -> {
          List<Interval> ordered = new ArrayList<>();
          own.values().forEach(slot -> ordered.add(slot.interval()));
          intervals.put(operation, ordered);
        });
    return intervals;
  }
}
