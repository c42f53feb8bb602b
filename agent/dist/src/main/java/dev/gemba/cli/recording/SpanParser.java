package dev.gemba.cli.recording;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Span;
import java.io.IOException;

/** Reads one OTLP {@code Span}. Used once. */
final class SpanParser {

  private static final String ERROR_TYPE = "error.type";

  private final JsonCursor json;
  private String traceId = "";
  private String spanId = "";
  private String parentSpanId = "";
  private String name = "";
  private long startNanos;
  private long endNanos;
  private boolean failed;
  private Attributes attributes = Attributes.empty();
  private Span.Kind kind = Span.Kind.INTERNAL;

  SpanParser(JsonCursor json) {
    this.json = json;
  }

  Span read() throws IOException {
    json.object(
        field -> {
          switch (field) {
            case "traceId" -> traceId = json.text();
            case "spanId" -> spanId = json.text();
            case "parentSpanId" -> parentSpanId = json.text();
            case "name" -> name = json.text();
            case "kind" -> kind = kindOf(json.text());
            case "startTimeUnixNano" -> startNanos = json.integer();
            case "endTimeUnixNano" -> endNanos = json.integer();
            case "attributes" -> attributes = new AttributesParser(json).read();
            case "status" -> json.object(this::readStatus);
            default -> json.skip();
          }
        });
    String type = attributes.text(ERROR_TYPE);
    String errorType = type != null ? type : failed ? "unknown" : null;
    return new Span(
        traceId, spanId, parentSpanId, name, kind, startNanos, endNanos, attributes, errorType);
  }

  /** By its number or name; protobuf's JSON mapping allows both. */
  private static Span.Kind kindOf(String text) {
    return switch (text) {
      case "2", "SPAN_KIND_SERVER" -> Span.Kind.SERVER;
      case "3", "SPAN_KIND_CLIENT" -> Span.Kind.CLIENT;
      case "4", "SPAN_KIND_PRODUCER" -> Span.Kind.PRODUCER;
      case "5", "SPAN_KIND_CONSUMER" -> Span.Kind.CONSUMER;
      default -> Span.Kind.INTERNAL;
    };
  }

  private void readStatus(String field) throws IOException {
    if (field.equals("code")) {
      String code = json.text();
      failed = code.equals("2") || code.equals("STATUS_CODE_ERROR");
    } else {
      json.skip();
    }
  }
}
