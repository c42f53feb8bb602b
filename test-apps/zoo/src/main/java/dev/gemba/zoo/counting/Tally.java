package dev.gemba.zoo.counting;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The driver's own book of calls by method and outcome. Written by one thread, merged when that has
 * ended.
 */
public final class Tally {

  private final Map<String, Map<String, Long>> calls = new TreeMap<>();

  /** A call that returned. */
  void returned(String method) {
    add(method, "", 1);
  }

  /** A call that threw. */
  void threw(String method, Throwable thrown) {
    add(method, thrown.getClass().getName(), 1);
  }

  private void add(String method, String outcome, long times) {
    calls.computeIfAbsent(method, unused -> new TreeMap<>()).merge(outcome, times, Long::sum);
  }

  /** Adds all of the other's calls. */
  public void merge(Tally other) {
    other.calls.forEach(
        (method, outcomes) -> outcomes.forEach((outcome, times) -> add(method, outcome, times)));
  }

  /**
   * {@code {"Work.quick":{"":12,"java.io.IOException":3}}}, where the empty name stands for a
   * normal return.
   */
  public String json() {
    return calls.entrySet().stream()
        .map(method -> "\"Work." + method.getKey() + "\":" + outcomes(method.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String outcomes(Map<String, Long> outcomes) {
    return outcomes.entrySet().stream()
        .map(outcome -> "\"" + outcome.getKey() + "\":" + outcome.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
