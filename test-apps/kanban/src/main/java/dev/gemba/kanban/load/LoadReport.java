package dev.gemba.kanban.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What the load driver has seen. Every request is counted, those that look around at the start
 * included.
 *
 * @param seconds how long the load lasted
 * @param rate requests a second
 * @param statusClasses how many answers were {@code 2xx}, {@code 4xx} …; {@code none} for requests
 *     without an answer
 * @param unexpected answers that were not right for what was asked
 * @param kinds by kind of request
 */
public record LoadReport(
    long requests,
    double seconds,
    double rate,
    SortedMap<String, Long> statusClasses,
    long unexpected,
    Latency latencyMillis,
    Map<String, KindCount> kinds) {

  private static final double MICROS_A_MILLI = 1000;

  static LoadReport of(Tally tally, Duration took) {
    SortedMap<String, Long> statusClasses = new TreeMap<>();
    Map<String, KindCount> kinds = new LinkedHashMap<>();
    long unexpected = 0;
    for (Map.Entry<Kind, SortedMap<Integer, Long>> entry : tally.countsByKind().entrySet()) {
      SortedMap<String, Long> statuses = new TreeMap<>();
      long requests = 0;
      for (Map.Entry<Integer, Long> count : entry.getValue().entrySet()) {
        int status = count.getKey();
        requests += count.getValue();
        unexpected += entry.getKey().expects(status) ? 0 : count.getValue();
        statuses.merge(
            status == Tally.NO_ANSWER ? "none" : "" + status, count.getValue(), Long::sum);
        statusClasses.merge(statusClass(status), count.getValue(), Long::sum);
      }
      kinds.put(entry.getKey().text(), new KindCount(requests, statuses));
    }
    double seconds = took.toNanos() / 1e9;
    return new LoadReport(
        tally.requests(),
        seconds,
        tally.requests() / seconds,
        statusClasses,
        unexpected,
        Latency.of(tally.micros()),
        kinds);
  }

  private static String statusClass(int status) {
    return status == Tally.NO_ANSWER ? "none" : status / 100 + "xx";
  }

  /** How many requests of a kind there were, and how they were answered. */
  public record KindCount(long requests, SortedMap<String, Long> statuses) {}

  /** Percentiles of the time from asking to the whole answer, in milliseconds. */
  public record Latency(double p50, double p95, double p99, double max) {
    static Latency of(Histogram micros) {
      return new Latency(
          micros.getValueAtPercentile(50) / MICROS_A_MILLI,
          micros.getValueAtPercentile(95) / MICROS_A_MILLI,
          micros.getValueAtPercentile(99) / MICROS_A_MILLI,
          micros.getMaxValue() / MICROS_A_MILLI);
    }
  }

  /** The sum of it, in one line. */
  public String line() {
    return "%d requests in %.1f s, %.0f a second, %d unexpected answers"
        .formatted(requests, seconds, rate, unexpected);
  }

  /** The report as a table for people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("%d requests in %.1f s, %.0f a second%n".formatted(requests, seconds, rate));
    text.append("answers %s, %d unexpected%n".formatted(statusClasses, unexpected));
    text.append(
        "latency p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, max %.2f ms%n"
            .formatted(
                latencyMillis.p50(),
                latencyMillis.p95(),
                latencyMillis.p99(),
                latencyMillis.max()));
    text.append("%n%-22s %9s  %s%n".formatted("request", "count", "by status"));
    kinds.forEach(
        (kind, count) ->
            text.append("%-22s %9d  %s%n".formatted(kind, count.requests(), count.statuses())));
    return text.toString();
  }
}
