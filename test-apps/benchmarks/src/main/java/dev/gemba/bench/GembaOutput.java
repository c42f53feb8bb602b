package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
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
  private static final long TAIL_BYTES = 1 << 20;

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

  /** What the newest line says: all that the agent had counted by then. */
  static GembaOutput newestIn(Path directory) throws IOException {
    GembaOutput output = new GembaOutput(directory);
    Path file = directory.resolve("metrics.jsonl");
    if (Files.exists(file)) {
      String line = lastLine(file);
      if (!line.isEmpty()) {
        output.read(JSON.readTree(line));
      }
    }
    return output;
  }

  /** The last one that is whole; empty if there is none. */
  private static String lastLine(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long size = file.length();
      for (long length = TAIL_BYTES; ; length *= 2) {
        byte[] tail = new byte[(int) Math.min(length, size)];
        file.seek(size - tail.length);
        file.readFully(tail);
        String text = new String(tail, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n');
        int begin = end < 0 ? -1 : text.lastIndexOf('\n', end - 1);
        if (begin >= 0 || tail.length == size) {
          return end < 0 ? "" : text.substring(begin + 1, end);
        }
      }
    }
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
