package dev.gemba.exporter.opentelemetry;

import dev.gemba.api.export.Span;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One of our spans as OpenTelemetry sees it. A call that ended by an exception has the status error
 * and the attribute {@code error.type}; there is no description, since the exception's message was
 * never read.
 */
final class EndedSpan implements SpanData {

  private final Span span;
  private final Resource resource;
  private final Attributes attributes;

  EndedSpan(Span span, Resource resource) {
    this.span = span;
    this.resource = resource;
    this.attributes =
        AttributeMapping.attributes(
            span.errorType() == null
                ? span.attributes()
                : span.attributes().with("error.type", span.errorType()));
  }

  @Override
  public String getName() {
    return span.name();
  }

  @Override
  public SpanKind getKind() {
    return SpanKind.valueOf(span.kind().name());
  }

  @Override
  public SpanContext getSpanContext() {
    return context(span.spanId());
  }

  @Override
  public SpanContext getParentSpanContext() {
    return span.parentSpanId().isEmpty() ? SpanContext.getInvalid() : context(span.parentSpanId());
  }

  private SpanContext context(String spanId) {
    return SpanContext.create(span.traceId(), spanId, TraceFlags.getSampled(), traceState());
  }

  private TraceState traceState() {
    if (span.traceState().isEmpty()) {
      return TraceState.getDefault();
    }
    TraceStateBuilder state = TraceState.builder();
    List<String> members = Arrays.asList(span.traceState().split(",", -1));
    // The builder puts the newest first.
    Collections.reverse(members);
    for (String member : members) {
      int equals = member.indexOf('=');
      if (equals > 0) {
        state.put(member.substring(0, equals).strip(), member.substring(equals + 1).strip());
      }
    }
    return state.build();
  }

  @Override
  public StatusData getStatus() {
    return span.errorType() == null ? StatusData.unset() : StatusData.error();
  }

  @Override
  public long getStartEpochNanos() {
    return span.startEpochNanos();
  }

  @Override
  public long getEndEpochNanos() {
    return span.endEpochNanos();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return AttributeMapping.SCOPE;
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation") // abstract in the interface, so it has to be here
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.empty();
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
