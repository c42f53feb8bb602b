package dev.gemba.agent.runtime;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.util.List;

/** Some metrics that are read together. Used by one thread. */
interface Source {

  List<Metric> read();

  /** Gives back what the source holds in the JVM. */
  default void close() {}

  /** Something that adds up and may shrink: OpenTelemetry's up-down counter. */
  static Metric level(String name, String unit, String description, List<NumberPoint> points) {
    return new Metric(name, unit, description, new Metric.Sum(false, points));
  }

  static Metric level(String name, String unit, String description, Number value) {
    return level(name, unit, description, only(value));
  }

  /** Something that only ever grows. */
  static Metric counter(String name, String unit, String description, List<NumberPoint> points) {
    return new Metric(name, unit, description, new Metric.Sum(true, points));
  }

  static Metric counter(String name, String unit, String description, Number value) {
    return counter(name, unit, description, only(value));
  }

  /** Something that does not add up. */
  static Metric gauge(String name, String unit, String description, Number value) {
    return new Metric(name, unit, description, new Metric.Gauge(only(value)));
  }

  /** Which way bytes go: {@code disk.io.direction}, {@code network.io.direction}. */
  static Attributes direction(String kind, String direction) {
    return Attributes.of(kind + ".io.direction", direction);
  }

  private static List<NumberPoint> only(Number value) {
    return List.of(new NumberPoint(Attributes.empty(), value));
  }
}
