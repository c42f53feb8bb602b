package dev.gemba.exporter.file;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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

  private static final int CUMULATIVE = 2;
  private static final int STATUS_ERROR = 2;

  private final String scopeVersion = scopeVersion();

  /** An ExportMetricsServiceRequest with all metrics of the snapshot. */
  byte[] metrics(Snapshot snapshot) {
    JsonLine json = new JsonLine();
    start(json, "resourceMetrics", snapshot, "scopeMetrics", "metrics");
    for (Metric metric : snapshot.metrics()) {
      metric(json, metric, snapshot);
    }
    return end(json);
  }

  /** An ExportTraceServiceRequest with all spans of the snapshot. */
  byte[] traces(Snapshot snapshot) {
    JsonLine json = new JsonLine();
    start(json, "resourceSpans", snapshot, "scopeSpans", "spans");
    for (Span span : snapshot.spans()) {
      span(json, span);
    }
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

  private static void metric(JsonLine json, Metric metric, Snapshot snapshot) {
    json.startObject();
    json.string("name", metric.name());
    json.string("description", metric.description());
    json.string("unit", metric.unit());
    if (metric.data() instanceof Metric.Sum sum) {
      json.startObject("sum");
      numbers(json, sum.points(), snapshot);
      json.number("aggregationTemporality", CUMULATIVE);
      json.bool("isMonotonic", sum.monotonic());
    } else if (metric.data() instanceof Metric.Gauge gauge) {
      json.startObject("gauge");
      numbers(json, gauge.points(), snapshot);
    } else if (metric.data() instanceof Metric.Histogram histogram) {
      json.startObject("exponentialHistogram");
      distributions(json, histogram.points(), snapshot);
      json.number("aggregationTemporality", CUMULATIVE);
    }
    json.endObject();
    json.endObject();
  }

  private static void numbers(JsonLine json, List<Metric.NumberPoint> points, Snapshot snapshot) {
    json.startArray("dataPoints");
    for (Metric.NumberPoint point : points) {
      json.startObject();
      pointStart(json, point.attributes(), snapshot);
      if (point.value() instanceof Long value) {
        json.integer("asInt", value);
      } else {
        json.number("asDouble", point.value().doubleValue());
      }
      json.endObject();
    }
    json.endArray();
  }

  private static void distributions(
      JsonLine json, List<Metric.HistogramPoint> points, Snapshot snapshot) {
    json.startArray("dataPoints");
    for (Metric.HistogramPoint point : points) {
      Distribution distribution = point.distribution();
      json.startObject();
      pointStart(json, point.attributes(), snapshot);
      json.integer("count", distribution.count());
      known(json, "sum", distribution.sum());
      json.number("scale", distribution.scale());
      json.integer("zeroCount", distribution.zeroCount());
      json.startObject("positive");
      json.number("offset", distribution.offset());
      json.startArray("bucketCounts");
      for (long count : distribution.counts()) {
        json.integer(count);
      }
      json.endArray();
      json.endObject();
      known(json, "min", distribution.min());
      known(json, "max", distribution.max());
      json.number("zeroThreshold", distribution.zeroThreshold());
      if (point.exemplar() != null) {
        json.startArray("exemplars");
        exemplar(json, point.exemplar());
        json.endArray();
      }
      json.endObject();
    }
    json.endArray();
  }

  private static void exemplar(JsonLine json, Exemplar exemplar) {
    json.startObject();
    json.integer("timeUnixNano", exemplar.epochNanos());
    json.number("asDouble", exemplar.value());
    json.string("spanId", exemplar.spanId());
    json.string("traceId", exemplar.traceId());
    json.endObject();
  }

  private static void pointStart(JsonLine json, Attributes attributes, Snapshot snapshot) {
    attributes(json, attributes);
    json.integer("startTimeUnixNano", epochNanos(snapshot.start()));
    json.integer("timeUnixNano", epochNanos(snapshot.time()));
  }

  /** The number of a kind in OTLP's protobuf definition. */
  private static int kindOf(Span.Kind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CLIENT -> 3;
      case PRODUCER -> 4;
      case CONSUMER -> 5;
    };
  }

  private static void span(JsonLine json, Span span) {
    json.startObject();
    json.string("traceId", span.traceId());
    json.string("spanId", span.spanId());
    if (!span.traceState().isEmpty()) {
      json.string("traceState", span.traceState());
    }
    if (!span.parentSpanId().isEmpty()) {
      json.string("parentSpanId", span.parentSpanId());
    }
    json.string("name", span.name());
    json.number("kind", kindOf(span.kind()));
    json.integer("startTimeUnixNano", span.startEpochNanos());
    json.integer("endTimeUnixNano", span.endEpochNanos());
    if (span.errorType() == null) {
      attributes(json, span.attributes());
    } else {
      attributes(json, span.attributes().with("error.type", span.errorType()));
      json.startObject("status");
      json.number("code", STATUS_ERROR);
      json.string("message", span.errorType());
      json.endObject();
    }
    json.endObject();
  }

  private static void attributes(JsonLine json, Attributes attributes) {
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

  private static void known(JsonLine json, String name, double value) {
    if (!Double.isNaN(value)) {
      json.number(name, value);
    }
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
