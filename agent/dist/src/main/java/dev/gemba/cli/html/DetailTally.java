package dev.gemba.cli.html;

import dev.gemba.agent.analyse.MergedDistribution;
import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.cli.html.OperationDetail.Split;
import dev.gemba.cli.recording.Interval;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sorts the series of one operation by what they tell apart. For one thread. */
final class DetailTally {

  private static final String OPERATION = "gemba.operation";
  private static final String ERROR_TYPE = "error.type";

  private static final class Part {
    private long calls;
    private long errors;
    private final MergedDistribution durations = new MergedDistribution();
  }

  private final MergedDistribution durations = new MergedDistribution();
  private final Map<String, Long> errors = new TreeMap<>();
  private final Map<String, Part> parts = new TreeMap<>();

  /** By operation, for those that are asked for. */
  static Map<String, DetailTally> of(List<Metric> metrics, Set<String> operations) {
    Map<String, DetailTally> tallies = new HashMap<>();
    operations.forEach(operation -> tallies.put(operation, new DetailTally()));
    for (Metric metric : metrics) {
      if (metric.name().equals("gemba.operation.calls")
          && metric.data() instanceof Metric.Sum sum) {
        sum.points().forEach(point -> tally(tallies, point.attributes()).addCalls(point));
      } else if (metric.name().equals("gemba.operation.duration")
          && metric.data() instanceof Metric.Histogram histogram) {
        histogram.points().forEach(point -> tally(tallies, point.attributes()).addDurations(point));
      }
    }
    return tallies;
  }

  private static DetailTally tally(Map<String, DetailTally> tallies, Attributes attributes) {
    DetailTally wanted = tallies.get(String.valueOf(attributes.text(OPERATION)));
    return wanted == null ? new DetailTally() : wanted;
  }

  private void addCalls(Metric.NumberPoint point) {
    long calls = point.value().longValue();
    String errorType = point.attributes().text(ERROR_TYPE);
    Part part = part(point.attributes());
    part.calls += calls;
    if (errorType != null) {
      part.errors += calls;
      errors.merge(errorType, calls, Long::sum);
    }
  }

  private void addDurations(Metric.HistogramPoint point) {
    durations.add(point.distribution());
    part(point.attributes()).durations.add(point.distribution());
  }

  private Part part(Attributes attributes) {
    String values =
        attributes.values().entrySet().stream()
            .filter(one -> !one.getKey().equals(OPERATION) && !one.getKey().equals(ERROR_TYPE))
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(", "));
    return parts.computeIfAbsent(values, unused -> new Part());
  }

  OperationDetail detail(OperationRow row, List<Interval> intervals) {
    // Calls whose value could not be read are under no value; alone they are no split.
    boolean split = parts.keySet().stream().anyMatch(values -> !values.isEmpty());
    return new OperationDetail(
        row,
        known(durations),
        errors.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList(),
        split
            ? parts.entrySet().stream()
                .map(DetailTally::split)
                .sorted(Comparator.comparingLong(Split::calls).reversed())
                .toList()
            : List.of(),
        intervals);
  }

  private static Split split(Map.Entry<String, Part> entry) {
    Part part = entry.getValue();
    String values = entry.getKey().isEmpty() ? "(none)" : entry.getKey();
    return new Split(values, part.calls, part.errors, known(part.durations));
  }

  private static Distribution known(MergedDistribution durations) {
    return durations.count() == 0 ? null : durations.total();
  }
}
