package dev.gemba.agent.record;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Span;
import dev.gemba.bootstrap.Facade;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Series;
import dev.gemba.bootstrap.SpanRing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Collects ended spans from the rings until the next snapshot, bounded. */
final class SpanBuffer implements SpanRing.Reader {

  private static final HexFormat HEX = HexFormat.of();

  private final WallClock clock;
  private final DropCounters drops;
  private List<Span> spans = new ArrayList<>();

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
            HEX.toHexDigits(traceHigh) + HEX.toHexDigits(traceLow),
            HEX.toHexDigits(spanId),
            parentId == 0 ? "" : HEX.toHexDigits(parentId),
            series.operation,
            clock.epochNanos(startNanos),
            clock.epochNanos(endNanos),
            attributes(probe, threadId, attributes),
            errorType));
  }

  int size() {
    return spans.size();
  }

  List<Span> take() {
    List<Span> taken = spans;
    spans = new ArrayList<>();
    return taken;
  }

  private static Attributes attributes(Probe probe, long threadId, Object[] captured) {
    Map<String, Object> all = new HashMap<>();
    if (!probe.className.equals(Facade.CLASS_NAME)) {
      all.put("code.function.name", probe.className + "." + probe.methodName);
    }
    all.put("thread.id", threadId);
    for (int i = 0; captured != null && i < captured.length; i += 2) {
      String name = (String) captured[i];
      if (name != null && !name.isEmpty() && captured[i + 1] != null) {
        all.put(name, captured[i + 1]);
      }
    }
    return new Attributes(all);
  }
}
