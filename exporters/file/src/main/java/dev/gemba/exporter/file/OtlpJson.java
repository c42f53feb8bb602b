package dev.gemba.exporter.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.ByteArrayOutputStream;
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
  private static final int SPAN_KIND_INTERNAL = 1;
  private static final int STATUS_ERROR = 2;
  private static final int INITIAL_LINE_BYTES = 16 << 10;

  // No recycling: a pool would tie buffers to the thread beyond the life of the exporter.
  private final JsonFactory factory =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();
  private final String scopeVersion = scopeVersion();

  /** An ExportMetricsServiceRequest with all metrics of the snapshot. */
  byte[] metrics(Snapshot snapshot) throws IOException {
    return line(
        json -> {
          start(json, "resourceMetrics", snapshot, "scopeMetrics", "metrics");
          for (Metric metric : snapshot.metrics()) {
            metric(json, metric, snapshot);
          }
          end(json);
        });
  }

  /** An ExportTraceServiceRequest with all spans of the snapshot. */
  byte[] traces(Snapshot snapshot) throws IOException {
    return line(
        json -> {
          start(json, "resourceSpans", snapshot, "scopeSpans", "spans");
          for (Span span : snapshot.spans()) {
            span(json, span);
          }
          end(json);
        });
  }

  private byte[] line(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_LINE_BYTES);
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      content.writeTo(json);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void start(
      JsonGenerator json, String root, Snapshot snapshot, String scopes, String items)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart(root);
    json.writeStartObject();
    json.writeObjectFieldStart("resource");
    attributes(json, snapshot.resource().attributes());
    json.writeEndObject();
    json.writeArrayFieldStart(scopes);
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    json.writeStringField("name", Snapshot.SCOPE);
    json.writeStringField("version", scopeVersion);
    json.writeEndObject();
    json.writeArrayFieldStart(items);
  }

  private static void end(JsonGenerator json) throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void metric(JsonGenerator json, Metric metric, Snapshot snapshot)
      throws IOException {
    json.writeStartObject();
    text(json, "name", metric.name());
    text(json, "description", metric.description());
    text(json, "unit", metric.unit());
    if (metric.data() instanceof Metric.Sum sum) {
      json.writeObjectFieldStart("sum");
      numbers(json, sum.points(), snapshot);
      json.writeNumberField("aggregationTemporality", CUMULATIVE);
      json.writeBooleanField("isMonotonic", sum.monotonic());
    } else if (metric.data() instanceof Metric.Gauge gauge) {
      json.writeObjectFieldStart("gauge");
      numbers(json, gauge.points(), snapshot);
    } else if (metric.data() instanceof Metric.Histogram histogram) {
      json.writeObjectFieldStart("exponentialHistogram");
      distributions(json, histogram.points(), snapshot);
      json.writeNumberField("aggregationTemporality", CUMULATIVE);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void numbers(
      JsonGenerator json, List<Metric.NumberPoint> points, Snapshot snapshot) throws IOException {
    json.writeArrayFieldStart("dataPoints");
    for (Metric.NumberPoint point : points) {
      json.writeStartObject();
      pointStart(json, point.attributes(), snapshot);
      if (point.value() instanceof Long value) {
        integer(json, "asInt", value);
      } else {
        json.writeNumberField("asDouble", point.value().doubleValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void distributions(
      JsonGenerator json, List<Metric.HistogramPoint> points, Snapshot snapshot)
      throws IOException {
    json.writeArrayFieldStart("dataPoints");
    for (Metric.HistogramPoint point : points) {
      Distribution distribution = point.distribution();
      json.writeStartObject();
      pointStart(json, point.attributes(), snapshot);
      integer(json, "count", distribution.count());
      known(json, "sum", distribution.sum());
      json.writeNumberField("scale", distribution.scale());
      integer(json, "zeroCount", distribution.zeroCount());
      json.writeObjectFieldStart("positive");
      json.writeNumberField("offset", distribution.offset());
      json.writeArrayFieldStart("bucketCounts");
      for (long count : distribution.counts()) {
        json.writeString(Long.toString(count));
      }
      json.writeEndArray();
      json.writeEndObject();
      known(json, "min", distribution.min());
      known(json, "max", distribution.max());
      json.writeNumberField("zeroThreshold", distribution.zeroThreshold());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void pointStart(JsonGenerator json, Attributes attributes, Snapshot snapshot)
      throws IOException {
    attributes(json, attributes);
    integer(json, "startTimeUnixNano", epochNanos(snapshot.start()));
    integer(json, "timeUnixNano", epochNanos(snapshot.time()));
  }

  private static void span(JsonGenerator json, Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", span.traceId());
    json.writeStringField("spanId", span.spanId());
    if (!span.parentSpanId().isEmpty()) {
      json.writeStringField("parentSpanId", span.parentSpanId());
    }
    text(json, "name", span.name());
    json.writeNumberField("kind", SPAN_KIND_INTERNAL);
    integer(json, "startTimeUnixNano", span.startEpochNanos());
    integer(json, "endTimeUnixNano", span.endEpochNanos());
    if (span.errorType() == null) {
      attributes(json, span.attributes());
    } else {
      attributes(json, span.attributes().with("error.type", span.errorType()));
      json.writeObjectFieldStart("status");
      json.writeNumberField("code", STATUS_ERROR);
      text(json, "message", span.errorType());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void attributes(JsonGenerator json, Attributes attributes) throws IOException {
    json.writeArrayFieldStart("attributes");
    for (Map.Entry<String, Object> attribute : attributes.values().entrySet()) {
      json.writeStartObject();
      text(json, "key", attribute.getKey());
      json.writeObjectFieldStart("value");
      Object value = attribute.getValue();
      if (value instanceof Boolean flag) {
        json.writeBooleanField("boolValue", flag);
      } else if (value instanceof Long number) {
        integer(json, "intValue", number);
      } else if (value instanceof Double number) {
        json.writeNumberField("doubleValue", number);
      } else {
        text(json, "stringValue", value.toString());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void integer(JsonGenerator json, String name, long value) throws IOException {
    json.writeStringField(name, Long.toString(value));
  }

  private static void known(JsonGenerator json, String name, double value) throws IOException {
    if (!Double.isNaN(value)) {
      json.writeNumberField(name, value);
    }
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    json.writeStringField(name, wellFormed(value));
  }

  /** Values are cut to length by the agent, and a cut may fall between two surrogates. */
  private static String wellFormed(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    int[] codePoints =
        text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .toArray();
    return new String(codePoints, 0, codePoints.length);
  }

  private static long epochNanos(Instant instant) {
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

  /** What stands in a line. */
  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
