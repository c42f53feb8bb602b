package dev.gemba.agent.govern;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** CPU that the parts of Gemba have used since its start, by the model. Safe for any thread. */
final class PartTotals {

  private final Map<String, Double> seconds = new TreeMap<>();

  synchronized void add(Map<String, Double> parts) {
    parts.forEach((part, more) -> seconds.merge(part, more, Double::sum));
  }

  synchronized Metric metric() {
    List<NumberPoint> points = new ArrayList<>();
    seconds.forEach(
        (part, total) -> points.add(new NumberPoint(Attributes.of("part", part), total)));
    return new Metric(
        "gemba.overhead.cpu.time",
        "s",
        "CPU that Gemba has used, by its model, by the part of Gemba.",
        new Metric.Sum(true, points));
  }
}
