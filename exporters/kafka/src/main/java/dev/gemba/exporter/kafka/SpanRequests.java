package dev.gemba.exporter.kafka;

import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import dev.gemba.exporter.opentelemetry.SpanMapping;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A snapshot's spans as export requests, each as large as a message may be at most. */
final class SpanRequests {

  private static final int MAX_SPANS = 1000;

  private final List<Span> spans;
  private final Resource resource;
  private final Delivery delivery;

  SpanRequests(Snapshot snapshot, Delivery delivery) {
    this.spans = snapshot.spans();
    this.resource = snapshot.resource();
    this.delivery = delivery;
  }

  /**
   * @param keyed whether a message has the spans of one trace, and its id in hexadecimal as key
   */
  void send(boolean keyed) throws IOException, InterruptedException {
    if (!keyed) {
      send(spans, null);
      return;
    }
    Map<String, List<Span>> byTrace = new LinkedHashMap<>();
    for (Span span : spans) {
      byTrace.computeIfAbsent(span.traceId(), unused -> new ArrayList<>()).add(span);
    }
    for (Map.Entry<String, List<Span>> trace : byTrace.entrySet()) {
      send(trace.getValue(), trace.getKey());
    }
  }

  private void send(List<Span> many, String key) throws IOException, InterruptedException {
    for (int from = 0; from < many.size(); from += MAX_SPANS) {
      sendHalving(many.subList(from, Math.min(many.size(), from + MAX_SPANS)), key);
    }
  }

  private void sendHalving(List<Span> some, String key) throws IOException, InterruptedException {
    if (delivery.isHopeless()) {
      return;
    }
    Marshaler request = TraceRequestMarshaler.create(SpanMapping.spans(some, resource));
    if (delivery.send(request, key, some)) {
      return;
    }
    List<List<Span>> halves = Halves.of(some);
    if (halves.isEmpty()) {
      delivery.leaveOut(request, some);
    }
    for (List<Span> half : halves) {
      sendHalving(half, key);
    }
  }
}
