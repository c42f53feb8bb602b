package dev.gemba.exporter.opentelemetry;

import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/** From the exporter model's spans to OpenTelemetry's. */
public final class SpanMapping {

  private SpanMapping() {}

  /** The same spans, of the process that the resource tells. */
  public static List<SpanData> spans(List<Span> spans, Resource of) {
    io.opentelemetry.sdk.resources.Resource resource = AttributeMapping.resource(of);
    return spans.stream().<SpanData>map(span -> new EndedSpan(span, resource)).toList();
  }
}
