package dev.gemba.agent.govern;

import dev.gemba.bootstrap.Probe;
import java.util.Map;
import java.util.TreeMap;

/**
 * Seconds of CPU by the part of Gemba that uses them, under the names that are exported: {@code
 * calls:LEVEL}, {@code values} (captured ones), {@code cold} ({@link ColdCalls}), {@code samples}
 * (taking them, by the threads that are sampled), {@code profiler} (reading them), {@code
 * collector}, {@code weaver} (the governor and the config watch are on that thread too), {@code
 * exporter:NAME} with all of an exporter's threads, {@code control}, {@code gc} (collecting what
 * the others leave behind), {@code other}.
 */
final class Parts {

  private static final String EXPORT = "gemba-export-";
  private static final String OWN = "gemba-";

  private Parts() {}

  static Map<String, Double> of(
      ByLevel calls,
      ByLevel nanosPerCall,
      double valuesSeconds,
      double coldSeconds,
      Map<String, Double> threadSeconds,
      double gcSeconds,
      double samplesSeconds) {
    Map<String, Double> parts = new TreeMap<>();
    for (int level = Probe.COUNT; level <= Probe.SPAN; level++) {
      parts.put("calls:" + Levels.nameOf(level), calls.at(level) * nanosPerCall.at(level) / 1e9);
    }
    parts.put("values", valuesSeconds);
    parts.put("cold", coldSeconds);
    parts.put("samples", samplesSeconds);
    threadSeconds.forEach((name, seconds) -> parts.merge(partOf(name), seconds, Double::sum));
    if (!Double.isNaN(gcSeconds)) {
      parts.put("gc", gcSeconds);
    }
    return parts;
  }

  /** The part that a thread belongs to; its number, if it had one, is gone already. */
  static String partOf(String thread) {
    if (thread.startsWith(EXPORT)) {
      return "exporter:" + thread.substring(EXPORT.length());
    }
    String name = thread.startsWith(OWN) ? thread.substring(OWN.length()) : thread;
    return switch (name) {
      case "collector", "weaver", "profiler" -> name;
      case "control", "control-client" -> "control";
      // Threads that exporters start themselves.
      case "otlp", "prometheus", "file", "zipkin", "kafka", "pyroscope" -> "exporter:" + name;
      default -> "other";
    };
  }
}
