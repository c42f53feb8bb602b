package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.bootstrap.OtherTracer;
import dev.gemba.bootstrap.TraceContext;

/**
 * Meets OpenTelemetry: its sampled spans are the parents of Gemba's, and Gemba's are current for
 * it. Which traces are kept is decided by whoever comes first; of a trace that Gemba has begun and
 * not judged yet OpenTelemetry decides for itself, as if it began there, and if it keeps it, so
 * does Gemba. For all threads.
 */
final class Otel extends OtherTracer.Reader {

  private final OtelApi api;

  Otel(ModuleOpener opener) {
    api = new OtelApi(opener);
  }

  /** Marks a context as being about a span of Gemba's whose trace is not judged. */
  private record Undecided(Object span, TraceContext context) {}

  @Override
  protected Object currentBeside(Object context) throws Throwable {
    return api.knows(context) ? api.stored(context) : null;
  }

  /** What {@code Context.current()} answers. */
  final Exchange current =
      new Exchange() {
        @Override
        public Object given(int probe, Object self, Object[] arguments, Object returned)
            throws Throwable {
          return api.knows(returned) ? withGembas(returned) : returned;
        }
      };

  /** A context is made current. */
  final Exchange attach =
      new Exchange() {
        @Override
        public Object given(int probe, Object self, Object[] arguments, Object returned)
            throws Throwable {
          Object context = arguments[0];
          if (api.knows(context)) {
            TraceContext span = spanOf(context);
            if (span != null) {
              OtherTracer.attached(context, span);
            }
          }
          return returned;
        }
      };

  /** A sampler decides about a span, in view of its parent. */
  final Exchange sample =
      new Exchange() {
        @Override
        public void taken(Object self, Object[] arguments) throws Throwable {
          Object parent = arguments[0];
          if (api.knows(parent) && undecided(parent) != null) {
            arguments[0] = api.root(parent);
          }
        }
      };

  private Object withGembas(Object context) throws Throwable {
    Object own = api.spanContext(context);
    boolean hasSpan = api.isValid(context, own);
    if (hasSpan && !api.isSampled(context, own) && undecided(context) == null) {
      // What it does not record has no part in anything.
      return context;
    }
    TraceContext newest = OtherTracer.current(hasSpan);
    if (newest == null) {
      return context;
    }
    String traceparent = newest.traceparent();
    String spanId = TraceHeaders.spanId(traceparent);
    String traceId = TraceHeaders.traceId(traceparent);
    if (hasSpan
        && api.spanId(context, own).equals(spanId)
        && api.traceId(context, own).equals(traceId)) {
      return context;
    }
    Object span = api.makeSpan(context, traceId, spanId, newest.sampled);
    Object shown = api.withSpan(context, span);
    return newest.sampled ? shown : api.withMark(shown, new Undecided(span, newest));
  }

  /** The span that what begins in a context is to be a child of; null if there is none. */
  private TraceContext spanOf(Object context) throws Throwable {
    Object span = api.spanContext(context);
    if (!api.isValid(context, span)) {
      return null;
    }
    if (!api.isSampled(context, span)) {
      return undecided(context);
    }
    String traceId = api.traceId(context, span);
    return new TraceContext(
        TraceHeaders.hex(traceId, 0),
        TraceHeaders.hex(traceId, TraceHeaders.ID_DIGITS),
        TraceHeaders.hex(api.spanId(context, span), 0),
        true,
        null);
  }

  /** What of Gemba's a context is about that is not judged; null if it is about anything else. */
  @SuppressWarnings("ReferenceEquality") // a span stands for itself
  private TraceContext undecided(Object context) throws Throwable {
    return api.mark(context) instanceof Undecided mark && mark.span() == api.span(context)
        ? mark.context()
        : null;
  }
}
