package dev.gemba.agent.record;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Span;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Series;
import dev.gemba.bootstrap.SpanRing;
import java.util.ArrayList;
import java.util.List;

/** Collects ended spans from the rings until the next snapshot, bounded. */
final class SpanBuffer implements SpanRing.Reader {

  /** With its id and its places in lists; the rest is shared. */
  private static final int SPAN_BYTES = 140;

  /** Attributes of its own, with those that every span has. */
  private static final int CAPTURED_BYTES = 180;

  private static final int VALUE_BYTES = 90;

  /** In the order of the bridge's numbers. */
  private static final Span.Kind[] KINDS = Span.Kind.values();

  private final WallClock clock;
  private final DropCounters drops;
  private final SharedParts shared = new SharedParts();
  private final SlowestSpans slowest = new SlowestSpans();
  private List<EndedSpan> spans = new ArrayList<>();
  private long bytes;

  SpanBuffer(WallClock clock, DropCounters drops) {
    this.clock = clock;
    this.drops = drops;
  }

  @Override
  public void span(
      long traceHigh,
      long traceLow,
      long spanId,
      long parentId,
      long startNanos,
      long endNanos,
      long threadId,
      int kind,
      Probe probe,
      Series series,
      String errorType,
      Object[] attributes,
      String traceState,
      long lost) {
    if (spans.size() >= SpanBudget.SPANS) {
      drops.add("span-buffer-full", 1);
      return;
    }
    Attributes known = shared.attributes(probe, Math.abs(threadId), attributes);
    String traceText = shared.traceId(traceHigh, traceLow);
    String spanText = shared.spanId(spanId);
    long end = clock.epochNanos(endNanos);
    slowest.offer(series, endNanos - startNanos, end, traceText, spanText);
    Span span =
        new Span(
            traceText,
            spanText,
            parentId == 0 ? "" : shared.spanId(parentId),
            series.operation,
            KINDS[kind],
            clock.epochNanos(startNanos),
            end,
            lost == 0 ? known : known.with("gemba.trace.lost", lost),
            errorType,
            traceState == null ? "" : traceState);
    spans.add(new EndedSpan(span, Math.max(0, threadId), startNanos, endNanos));
    bytes +=
        attributes == null
            ? SPAN_BYTES
            : SPAN_BYTES + CAPTURED_BYTES + VALUE_BYTES * (attributes.length / 2);
  }

  /** The slowest spans of late. */
  SlowestSpans slowest() {
    return slowest;
  }

  int size() {
    return spans.size();
  }

  /** What those take of the heap, by estimate. */
  long bytes() {
    return bytes;
  }

  List<EndedSpan> take() {
    List<EndedSpan> taken = spans;
    spans = new ArrayList<>();
    bytes = 0;
    return taken;
  }
}
