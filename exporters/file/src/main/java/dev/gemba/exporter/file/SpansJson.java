package dev.gemba.exporter.file;

import dev.gemba.api.export.Span;
import java.util.List;

/** Spans in OTLP's JSON. Used for one line. */
final class SpansJson {

  private static final int STATUS_ERROR = 2;

  private final JsonLine json;

  SpansJson(JsonLine json) {
    this.json = json;
  }

  /** Writes them one after the other. */
  void write(List<Span> spans) {
    for (Span span : spans) {
      write(span);
    }
  }

  private void write(Span span) {
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
      OtlpJson.attributes(json, span.attributes());
    } else {
      OtlpJson.attributes(json, span.attributes().with("error.type", span.errorType()));
      json.startObject("status");
      json.number("code", STATUS_ERROR);
      json.string("message", span.errorType());
      json.endObject();
    }
    json.endObject();
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
}
