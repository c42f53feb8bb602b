package dev.gemba.agent.config;

import java.util.Map;

/**
 * An exporter that is on, and its keys. What the values mean is the exporter's to judge.
 *
 * @param name the key under {@code exporters}
 * @param values text of each key that is set; nested keys joined by a dot, lists by a comma
 * @param places where each of these keys was set, such as {@code gemba.yaml:31} or {@code
 *     GEMBA_EXPORTERS_PROMETHEUS_PORT}
 * @param place where the section begins
 */
public record ExporterSection(
    String name, Map<String, String> values, Map<String, String> places, String place) {

  public ExporterSection {
    values = Map.copyOf(values);
    places = Map.copyOf(places);
  }

  /** Where a key was set, or where the section begins if it was not. */
  public String placeOf(String key) {
    return places.getOrDefault(key, place);
  }
}
