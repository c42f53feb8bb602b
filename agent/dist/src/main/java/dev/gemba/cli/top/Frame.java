package dev.gemba.cli.top;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the agent saw, at one moment. Unknown numbers are NaN; durations are seconds. Immutable.
 *
 * @param window how long it looked at the operations
 * @param processCores CPUs that the process used meanwhile
 * @param overhead the agent's share of them
 * @param dropped what was lost meanwhile, by reason
 */
public record Frame(
    long pid,
    String service,
    double uptime,
    double window,
    double processCores,
    double overhead,
    List<Row> rows,
    Map<String, Long> dropped) {

  /**
   * An operation; all but the last three are of the window.
   *
   * @param cpu seconds of CPU time a second, by samples
   * @param alloc allocated bytes a second, by samples
   * @param lock seconds of waiting for locks a second, by samples
   */
  public record Row(
      String operation,
      String level,
      long calls,
      long errors,
      double rate,
      double share,
      double cpu,
      double alloc,
      double lock,
      double p50,
      double p95,
      double p99,
      double max,
      long callsSinceStart,
      long errorsSinceStart) {}

  public Frame {
    rows = List.copyOf(rows);
    dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
  }

  /** Reads an agent's answer; what is missing in it is unknown. */
  public static Frame of(Map<String, Object> answer) {
    List<Row> rows = new ArrayList<>();
    if (answer.get("operations") instanceof List<?> operations) {
      for (Object operation : operations) {
        if (operation instanceof Map<?, ?> map) {
          rows.add(row(map));
        }
      }
    }
    Map<String, Long> dropped = new TreeMap<>();
    if (answer.get("dropped") instanceof Map<?, ?> map) {
      map.forEach((reason, count) -> dropped.put(String.valueOf(reason), whole(count)));
    }
    return new Frame(
        whole(answer.get("pid")),
        String.valueOf(answer.get("service")),
        number(answer.get("uptimeSeconds")),
        number(answer.get("windowSeconds")),
        number(answer.get("processCores")),
        number(answer.get("overhead")),
        rows,
        dropped);
  }

  private static Row row(Map<?, ?> map) {
    return new Row(
        String.valueOf(map.get("operation")),
        String.valueOf(map.get("level")),
        whole(map.get("calls")),
        whole(map.get("errors")),
        number(map.get("rate")),
        number(map.get("share")),
        number(map.get("cpu")),
        number(map.get("alloc")),
        number(map.get("lock")),
        number(map.get("p50")),
        number(map.get("p95")),
        number(map.get("p99")),
        number(map.get("maxSinceStart")),
        whole(map.get("callsSinceStart")),
        whole(map.get("errorsSinceStart")));
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static long whole(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
