package dev.gemba.exporter.file;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Snapshots as OTLP export requests in JSON, each a line with its newline.
 *
 * <p>The encoding is protobuf's JSON mapping with OTLP's exceptions: names in lowerCamelCase,
 * 64-bit integers as strings, enums as numbers, ids in hexadecimal. Doubles that are not finite are
 * the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. Half a surrogate pair,
 * which no UTF-8 can hold, becomes U+FFFD.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP, JSON
 *     Protobuf Encoding</a>
 */
final class OtlpJson {

  private final String scopeVersion = scopeVersion();

  /** An ExportMetricsServiceRequest with all metrics of the snapshot. */
  byte[] metrics(Snapshot snapshot) {
    JsonLine json = new JsonLine();
    start(json, "resourceMetrics", snapshot, "scopeMetrics", "metrics");
    new MetricsJson(json, snapshot).write(snapshot.metrics());
    return end(json);
  }

  /** An ExportTraceServiceRequest with all spans of the snapshot. */
  byte[] traces(Snapshot snapshot) {
    JsonLine json = new JsonLine();
    start(json, "resourceSpans", snapshot, "scopeSpans", "spans");
    new SpansJson(json).write(snapshot.spans());
    return end(json);
  }

  /** An ExportProfilesServiceRequest with all profiles of the snapshot. */
  byte[] profiles(Snapshot snapshot) {
    JsonLine json = new JsonLine();
    start(json, "resourceProfiles", snapshot, "scopeProfiles", "profiles");
    ProfilesJson profiles = new ProfilesJson(json);
    snapshot.profiles().forEach(profiles::profile);
    endItems(json);
    profiles.dictionary();
    return json.endObject().bytes();
  }

  private void start(JsonLine json, String root, Snapshot snapshot, String scopes, String items) {
    json.startObject();
    json.startArray(root);
    json.startObject();
    json.startObject("resource");
    attributes(json, snapshot.resource().attributes());
    json.endObject();
    json.startArray(scopes);
    json.startObject();
    json.startObject("scope");
    json.string("name", Snapshot.SCOPE);
    json.string("version", scopeVersion);
    json.endObject();
    json.startArray(items);
  }

  private static byte[] end(JsonLine json) {
    endItems(json);
    return json.endObject().bytes();
  }

  private static void endItems(JsonLine json) {
    json.endArray().endObject().endArray().endObject().endArray();
  }

  /** Of a resource, a point or a span. */
  static void attributes(JsonLine json, Attributes attributes) {
    json.startArray("attributes");
    for (Map.Entry<String, Object> attribute : attributes.values().entrySet()) {
      json.startObject();
      json.string("key", attribute.getKey());
      json.startObject("value");
      Object value = attribute.getValue();
      if (value instanceof Boolean flag) {
        json.bool("boolValue", flag);
      } else if (value instanceof Long number) {
        json.integer("intValue", number);
      } else if (value instanceof Double number) {
        json.number("doubleValue", number);
      } else {
        json.string("stringValue", value.toString());
      }
      json.endObject();
      json.endObject();
    }
    json.endArray();
  }

  static long epochNanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  private static String scopeVersion() {
    try (InputStream in = OtlpJson.class.getResourceAsStream("version.txt")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException ignored) {
      return ""; // The scope's version is optional; data without it is better than none.
    }
  }
}
