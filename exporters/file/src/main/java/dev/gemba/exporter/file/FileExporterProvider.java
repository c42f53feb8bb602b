package dev.gemba.exporter.file;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Writes {@code metrics.jsonl}, {@code traces.jsonl} and {@code profiles.jsonl}: one OTLP-JSON
 * export request a line, as the OpenTelemetry Collector's file exporter writes them and its OTLP
 * JSON file receiver reads them.
 *
 * <p>Keys of the section {@code exporters.file}:
 *
 * <table>
 * <caption>Keys, defaults and what they mean</caption>
 * <tr><td>{@code directory}</td><td>{@code ./gemba}</td><td>made if it is missing; written by one
 * process only</td></tr>
 * <tr><td>{@code interval}</td><td>{@code 1s}</td><td>metrics are written at most this often, and
 * once more at the end; at least 100 ms. Spans are written as they come</td></tr>
 * <tr><td>{@code max-file-size}</td><td>{@code 64mb}</td><td>a file that would outgrow this moves
 * aside first; a single line that is larger than this has a file of its own</td></tr>
 * <tr><td>{@code max-files}</td><td>{@code 5}</td><td>files kept of each kind, the one being written
 * included, but for those of profiles</td></tr>
 * <tr><td>{@code profiles.size}</td><td>{@code 64mb}</td><td>what all files of profiles may have
 * together, the oldest go first</td></tr>
 * <tr><td>{@code profiles.age}</td><td>{@code 24h}</td><td>how long profiles are kept while others
 * come; at least a minute</td></tr>
 * </table>
 *
 * <p>A file moves aside as {@code metrics-000001.jsonl}, {@code metrics-000002.jsonl} and so on;
 * higher is newer, and the lowest is removed when there are too many. A restart appends.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">OpenTelemetry
 *     Protocol File Exporter</a>
 */
public final class FileExporterProvider implements ExporterProvider {

  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration SHORTEST_AGE = Duration.ofMinutes(1);
  private static final long DEFAULT_MAX_FILE_BYTES = 64L << 20;

  /** Found by {@link java.util.ServiceLoader}. */
  public FileExporterProvider() {}

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Set<String> keys() {
    return Set.of(
        "directory", "interval", "max-file-size", "max-files", "profiles.size", "profiles.age");
  }

  @Override
  public boolean takesProfiles(ExporterOptions options) {
    return true;
  }

  @Override
  public Exporter open(ExporterOptions options) throws IOException {
    Duration interval = options.duration("interval", Duration.ofSeconds(1));
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      throw new IllegalArgumentException(
          "interval: found '" + options.text("interval", "") + "', accepted is 100ms or longer");
    }
    long maxBytes = options.sizeBytes("max-file-size", DEFAULT_MAX_FILE_BYTES);
    int maxFiles = (int) options.number("max-files", 5, 1, 10_000);
    long profileBytes = options.sizeBytes("profiles.size", DEFAULT_MAX_FILE_BYTES);
    Duration profileAge = options.duration("profiles.age", Duration.ofDays(1));
    if (profileAge.compareTo(SHORTEST_AGE) < 0) {
      throw new IllegalArgumentException(
          "profiles.age: found '"
              + options.text("profiles.age", "")
              + "', accepted is 1m or longer");
    }
    Path directory = Path.of(options.text("directory", "./gemba")).toAbsolutePath().normalize();

    JsonLinesFile metrics = new JsonLinesFile(directory, "metrics", maxBytes, maxFiles);
    JsonLinesFile traces = new JsonLinesFile(directory, "traces", maxBytes, maxFiles);
    try {
      metrics.open();
      traces.open();
    } catch (IOException e) {
      metrics.close();
      throw e;
    }
    ProfilesFile profiles = new ProfilesFile(directory, profileBytes, profileAge);
    return new FileExporter(directory, interval, metrics, traces, profiles);
  }
}
