package dev.gemba.exporter.zipkin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Spans of one process as Zipkin's, which hold less: all attributes become tags, and tags are text.
 *
 * <p>A call that ended by an exception has its type in the tags {@code error} and {@code
 * error.type}, and {@code otel.status_code=ERROR}. Whatever has a tag {@code error} is a failure to
 * Zipkin, so an attribute of that name is left out otherwise.
 *
 * <p>Times are whole microseconds, cut off rather than rounded: of two calls one within the other,
 * that stays so. A duration is at least 1, as Zipkin takes 0 for unknown.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/">OpenTelemetry
 *     to Zipkin transformation</a>
 * @see <a href="https://zipkin.io/zipkin-api/#/default/post_spans">Zipkin API, POST /spans</a>
 */
final class SpanJson {

  private static final String NAMESPACE = "service.namespace";

  private final String service;

  /** Null if the process has none. */
  private final String namespace;

  SpanJson(Resource resource) {
    String named = resource.attributes().text("service.name");
    this.service = named == null ? "unknown_service:java" : named;
    this.namespace = resource.attributes().text(NAMESPACE);
  }

  void write(Span span, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", span.traceId());
    json.writeStringField("id", span.spanId());
    if (!span.parentSpanId().isEmpty()) {
      json.writeStringField("parentId", span.parentSpanId());
    }
    if (span.kind() != Span.Kind.INTERNAL) { // for which Zipkin has no word, nor needs one
      json.writeStringField("kind", span.kind().name());
    }
    json.writeStringField("name", span.name());
    long startMicros = micros(span.startEpochNanos());
    json.writeNumberField("timestamp", startMicros);
    json.writeNumberField("duration", Math.max(1, micros(span.endEpochNanos()) - startMicros));
    json.writeObjectFieldStart("localEndpoint");
    json.writeStringField("serviceName", service);
    json.writeEndObject();
    RemoteEndpoint remote = RemoteEndpoint.of(span);
    if (remote != null) {
      remote.write(json);
    }
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : tags(span).entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private Map<String, String> tags(Span span) {
    Map<String, String> tags = new LinkedHashMap<>();
    span.attributes().values().forEach((name, value) -> tags.put(name, value.toString()));
    if (namespace != null) {
      tags.put(NAMESPACE, namespace);
    }
    tags.put("otel.scope.name", Snapshot.SCOPE);
    if (span.errorType() == null) {
      tags.remove("error");
    } else {
      tags.put("error", span.errorType());
      tags.put("error.type", span.errorType());
      tags.put("otel.status_code", "ERROR");
    }
    return tags;
  }

  private static long micros(long nanos) {
    return Math.floorDiv(nanos, 1_000L);
  }
}
