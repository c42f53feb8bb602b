package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the file exporter wrote: one OTLP-JSON export request a line, as the OpenTelemetry
 * Collector's file exporter does.
 *
 * <p>Points are cumulative, so the last one of a series counts.
 */
final class ExportedMetrics {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String METRICS = "metrics.jsonl";
  private static final String CALLS = "gemba.operation.calls";
  private static final String DURATION = "gemba.operation.duration";
  private static final String DROPPED = "gemba.dropped";

  private record Series(String metric, Map<String, String> attributes) {}

  private final Path directory;
  private final Map<Series, JsonNode> lastPoints = new HashMap<>();

  private ExportedMetrics(Path directory) {
    this.directory = directory;
  }

  static ExportedMetrics in(Path directory) throws IOException {
    ExportedMetrics metrics = new ExportedMetrics(directory);
    forEachLine(directory.resolve(METRICS), metrics::readRequest);
    return metrics;
  }

  /** While more is written: without a line that is not complete; nothing if there is no file. */
  static ExportedMetrics soFarIn(Path directory) throws IOException {
    ExportedMetrics metrics = new ExportedMetrics(directory);
    Path file = directory.resolve(METRICS);
    String text = Files.exists(file) ? Files.readString(file) : "";
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      metrics.readRequest(JSON.readTree(line));
    }
    return metrics;
  }

  /** One at a time: such files grow to many megabytes. */
  static void forEachLine(Path file, Consumer<JsonNode> request) throws IOException {
    assertThat(file).as("the file exporter's output").exists();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          request.accept(JSON.readTree(line));
        }
      }
    }
  }

  private void readRequest(JsonNode request) {
    request
        .path("resourceMetrics")
        .forEach(
            resource ->
                resource
                    .path("scopeMetrics")
                    .forEach(scope -> scope.path("metrics").forEach(this::read)));
  }

  private void read(JsonNode metric) {
    String name = metric.path("name").asText();
    for (String kind : List.of("sum", "gauge", "histogram", "exponentialHistogram")) {
      for (JsonNode point : metric.path(kind).path("dataPoints")) {
        lastPoints.put(new Series(name, attributes(point)), point);
      }
    }
  }

  /** Of a point or a span, as texts. */
  static Map<String, String> attributes(JsonNode owner) {
    Map<String, String> attributes = new TreeMap<>();
    for (JsonNode attribute : owner.path("attributes")) {
      JsonNode value = attribute.path("value");
      attributes.put(attribute.path("key").asText(), value.elements().next().asText());
    }
    return attributes;
  }

  /** All calls of the operation, however they ended. */
  long calls(String operation) {
    return callsByOutcome(operation).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Calls that ended by an exception of this class, or normally if the name is empty. */
  long calls(String operation, String errorType) {
    return callsByOutcome(operation).getOrDefault(errorType, 0L);
  }

  /** Calls by exception class, where the empty name stands for a normal return. */
  Map<String, Long> callsByOutcome(String operation) {
    return byOutcome().getOrDefault(operation, Map.of());
  }

  /** All operations with their calls by exception class. */
  Map<String, Map<String, Long>> byOutcome() {
    Map<String, Map<String, Long>> result = new TreeMap<>();
    lastPoints.forEach(
        (series, point) -> {
          if (series.metric.equals(CALLS)) {
            String operation = series.attributes.get("gemba.operation");
            String outcome = series.attributes.getOrDefault("error.type", "");
            result
                .computeIfAbsent(operation, unused -> new TreeMap<>())
                .merge(outcome, number(point), Long::sum);
          }
        });
    return result;
  }

  /** Calls of the operation by the value of an attribute, where an empty one stands for none. */
  Map<String, Long> callsBy(String operation, String attribute) {
    Map<String, Long> result = new TreeMap<>();
    lastPoints.forEach(
        (series, point) -> {
          if (series.metric.equals(CALLS)
              && operation.equals(series.attributes.get("gemba.operation"))) {
            String value = series.attributes.getOrDefault(attribute, "");
            result.merge(value, number(point), Long::sum);
          }
        });
    return result;
  }

  /** The last point of one series. */
  JsonNode point(String metric, Map<String, String> attributes) {
    JsonNode point = lastPoints.get(new Series(metric, attributes));
    assertThat(point).as("%s %s", metric, attributes).isNotNull();
    return point;
  }

  /** The last sums of a metric, by the value of an attribute. */
  Map<String, Double> sums(String metric, String attribute) {
    Map<String, Double> sums = new TreeMap<>();
    lastPoints.forEach(
        (series, point) -> {
          if (series.metric.equals(metric)) {
            JsonNode value = point.has("asInt") ? point.get("asInt") : point.path("asDouble");
            sums.merge(
                series.attributes.getOrDefault(attribute, ""), value.asDouble(), Double::sum);
          }
        });
    return sums;
  }

  /** How many calls are in the distributions of the operation. */
  long durationCount(String operation) {
    return lastPoints.entrySet().stream()
        .filter(entry -> entry.getKey().metric.equals(DURATION))
        .filter(entry -> operation.equals(entry.getKey().attributes.get("gemba.operation")))
        .mapToLong(entry -> entry.getValue().path("count").asLong())
        .sum();
  }

  /** What was given up, for this reason. */
  long dropped(String reason) {
    return drops().getOrDefault(reason, 0L);
  }

  Map<String, Long> drops() {
    Map<String, Long> drops = new TreeMap<>();
    lastPoints.forEach(
        (series, point) -> {
          if (series.metric.equals(DROPPED)) {
            drops.merge(series.attributes.getOrDefault("reason", "?"), number(point), Long::sum);
          }
        });
    return drops;
  }

  /** Every test that weaves ends with this. */
  ExportedMetrics assertNoGembaErrors() {
    assertThat(dropped("advice-failure")).as("advice failures, of drops %s", drops()).isZero();
    assertThat(dropped("weave-failure")).as("weave failures, of drops %s", drops()).isZero();
    return this;
  }

  /** The spans in {@code traces.jsonl}. */
  List<JsonNode> spans() throws IOException {
    List<JsonNode> spans = new ArrayList<>();
    forEachLine(
        directory.resolve("traces.jsonl"),
        request ->
            request
                .path("resourceSpans")
                .forEach(
                    resource ->
                        resource
                            .path("scopeSpans")
                            .forEach(scope -> scope.path("spans").forEach(spans::add))));
    return spans;
  }

  private static long number(JsonNode point) {
    JsonNode value = point.has("asInt") ? point.get("asInt") : point.path("asDouble");
    return value.asLong();
  }

  @Override
  public String toString() {
    return byOutcome() + " drops " + drops();
  }
}
