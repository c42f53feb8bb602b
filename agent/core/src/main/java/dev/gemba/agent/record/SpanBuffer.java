package dev.gemba.agent.record;

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
  private List<Span> spans = new ArrayList<>();
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
      Object[] attributes) {
    if (spans.size() >= SpanBudget.SPANS) {
      drops.add("span-buffer-full", 1);
      return;
    }
    spans.add(
        new Span(
            shared.traceId(traceHigh, traceLow),
            shared.spanId(spanId),
            parentId == 0 ? "" : shared.spanId(parentId),
            series.operation,
            KINDS[kind],
            clock.epochNanos(startNanos),
            clock.epochNanos(endNanos),
            shared.attributes(probe, threadId, attributes),
            errorType));
    bytes +=
        attributes == null
            ? SPAN_BYTES
            : SPAN_BYTES + CAPTURED_BYTES + VALUE_BYTES * (attributes.length / 2);
  }

  int size() {
    return spans.size();
  }

  /** What those take of the heap, by estimate. */
  long bytes() {
    return bytes;
  }

  List<Span> take() {
    List<Span> taken = spans;
    spans = new ArrayList<>();
    bytes = 0;
    return taken;
  }
}
