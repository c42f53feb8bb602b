package dev.gemba.bench;

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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What Gemba's file exporter wrote. Points are cumulative, so the last one of each series counts.
 */
final class GembaOutput {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPERATION = "gemba.operation";
  private static final String CALLS = "gemba.operation.calls";
  private static final String DURATION = "gemba.operation.duration";
  private static final String SAMPLES = "gemba.profile.samples";
  private static final String KIND = "gemba.profile.kind";

  private record Series(String metric, JsonNode attributes) {}

  private final Path directory;
  private final Map<Series, JsonNode> last = new HashMap<>();

  private GembaOutput(Path directory) {
    this.directory = directory;
  }

  static GembaOutput in(Path directory) throws IOException {
    GembaOutput output = new GembaOutput(directory);
    Path file = directory.resolve("metrics.jsonl");
    if (Files.exists(file)) {
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          output.read(JSON.readTree(line));
        }
      }
    }
    return output;
  }

  private void read(JsonNode request) {
    for (JsonNode metric : metrics(request)) {
      String name = metric.path("name").asText();
      if (name.equals(CALLS) || name.equals(SAMPLES)) {
        keep(name, metric.path("sum"));
      } else if (name.equals(DURATION)) {
        keep(name, metric.path("exponentialHistogram"));
      }
    }
  }

  /** All metrics of an export request. */
  static List<JsonNode> metrics(JsonNode request) {
    List<JsonNode> metrics = new ArrayList<>();
    for (JsonNode resource : request.path("resourceMetrics")) {
      for (JsonNode scope : resource.path("scopeMetrics")) {
        scope.path("metrics").forEach(metrics::add);
      }
    }
    return metrics;
  }

  private void keep(String name, JsonNode data) {
    for (JsonNode point : data.path("dataPoints")) {
      last.put(new Series(name, point.path("attributes")), point);
    }
  }

  /** All calls of the operation, however they ended. */
  long calls(String operation) {
    return callsByOperation().getOrDefault(operation, 0L);
  }

  /** All calls of all operations. */
  long calls() {
    return callsByOperation().values().stream().mapToLong(Long::longValue).sum();
  }

  /** All calls, however they ended. */
  Map<String, Long> callsByOperation() {
    Map<String, Long> calls = new HashMap<>();
    last.forEach(
        (series, point) -> {
          if (series.metric.equals(CALLS)) {
            calls.merge(operation(series), point.path("asInt").asLong(), Long::sum);
          }
        });
    return calls;
  }

  /** How many samples the profiler took, by what was sampled; none of a kind may mean no entry. */
  Map<String, Long> samplesByKind() {
    Map<String, Long> samples = new TreeMap<>();
    last.forEach(
        (series, point) -> {
          if (series.metric.equals(SAMPLES)) {
            samples.merge(attribute(series, KIND), point.path("asInt").asLong(), Long::sum);
          }
        });
    return samples;
  }

  /** How long its calls took that ended normally; without a call if there is none. */
  Durations durations(String operation) {
    return last.entrySet().stream()
        .filter(entry -> entry.getKey().metric.equals(DURATION))
        .filter(entry -> operation(entry.getKey()).equals(operation))
        .filter(entry -> entry.getKey().attributes.size() == 1)
        .map(entry -> Durations.of(entry.getValue()))
        .findFirst()
        .orElse(Durations.NONE);
  }

  /** How many spans are in the file of traces. */
  long spans() throws IOException {
    LongAdder spans = new LongAdder();
    forEachSpan(directory, span -> spans.increment());
    return spans.sum();
  }

  /** Goes through the spans in the file of traces of a directory; through none without a file. */
  static void forEachSpan(Path directory, Consumer<JsonNode> reader) throws IOException {
    Path file = directory.resolve("traces.jsonl");
    if (!Files.exists(file)) {
      return;
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (JsonNode resource : JSON.readTree(line).path("resourceSpans")) {
          for (JsonNode scope : resource.path("scopeSpans")) {
            scope.path("spans").forEach(reader);
          }
        }
      }
    }
  }

  private static String operation(Series series) {
    return attribute(series, OPERATION);
  }

  private static String attribute(Series series, String key) {
    for (JsonNode attribute : series.attributes) {
      if (attribute.path("key").asText().equals(key)) {
        return attribute.path("value").path("stringValue").asText();
      }
    }
    return "";
  }
}
