package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.Supertypes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * OpenTelemetry's API as an application has it, or under another name OpenTelemetry's agent: there
 * may be several in a process, each with its own classes. Everything is told by a context, and by
 * the class of it. Keeps nothing of the application from going. Safe for use by all threads.
 */
final class OtelApi {

  private static final String CONTEXT = "context.Context";

  /** Places of what is called, in the array that stands for one copy of the API. */
  private static final int SPAN = 0;

  private static final int SPAN_CONTEXT = 1;
  private static final int IS_VALID = 2;
  private static final int IS_SAMPLED = 3;
  private static final int TRACE_ID = 4;
  private static final int SPAN_ID = 5;
  private static final int MAKE_SAMPLED = 6;
  private static final int MAKE_UNSAMPLED = 7;
  private static final int WITH_SPAN = 8;
  private static final int ROOT = 9;
  private static final int STORED = 10;
  private static final int MARK = 11;
  private static final int WITH_MARK = 12;
  private static final int CALLS = 13;

  private final ModuleOpener opener;

  /** Interfaces by the classes of contexts; void where a class is none. */
  private final ClassValue<Class<?>> interfaces =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
          Class<?> found = Supertypes.find(type, OtelApi::isContext);
          return found == null ? void.class : found;
        }
      };

  /** By interface. Of the JDK's classes alone, so that they hold nothing of Gemba. */
  private final ClassValue<MethodHandle[]> calls =
      new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
          try {
            return find(type);
          } catch (ReflectiveOperationException | LinkageError e) {
            // Another version, or no API beside the context: there is nothing to meet.
            return new MethodHandle[0];
          }
        }
      };

  OtelApi(ModuleOpener opener) {
    this.opener = opener;
  }

  /** Whether a context is one that all of this can be asked about. */
  boolean knows(Object context) {
    return context != null && callsOf(context).length == CALLS;
  }

  private MethodHandle[] callsOf(Object context) {
    return calls.get(interfaces.get(context.getClass()));
  }

  /** The span that a context is about; an invalid one if it is about none. */
  Object span(Object context) throws Throwable {
    return callsOf(context)[SPAN].invokeExact(context);
  }

  /** What tells of a span to others. */
  Object spanContext(Object context) throws Throwable {
    return callsOf(context)[SPAN_CONTEXT].invokeExact(span(context));
  }

  boolean isValid(Object context, Object spanContext) throws Throwable {
    return (boolean) callsOf(context)[IS_VALID].invokeExact(spanContext);
  }

  boolean isSampled(Object context, Object spanContext) throws Throwable {
    return (boolean) callsOf(context)[IS_SAMPLED].invokeExact(spanContext);
  }

  /** 32 hexadecimal digits. */
  String traceId(Object context, Object spanContext) throws Throwable {
    return (String) callsOf(context)[TRACE_ID].invokeExact(spanContext);
  }

  /** 16 hexadecimal digits. */
  String spanId(Object context, Object spanContext) throws Throwable {
    return (String) callsOf(context)[SPAN_ID].invokeExact(spanContext);
  }

  /** A span to be the parent of others, that records nothing. */
  Object makeSpan(Object context, String traceId, String spanId, boolean sampled) throws Throwable {
    MethodHandle make = callsOf(context)[sampled ? MAKE_SAMPLED : MAKE_UNSAMPLED];
    return make.invokeExact(traceId, spanId);
  }

  /** A context as another, but about a span. */
  Object withSpan(Object context, Object span) throws Throwable {
    return callsOf(context)[WITH_SPAN].invokeExact(context, span);
  }

  /** The context that is about nothing. */
  Object root(Object context) throws Throwable {
    return callsOf(context)[ROOT].invokeExact();
  }

  /** What is current on this thread, as long as nobody adds to it; null if nothing is. */
  Object stored(Object context) throws Throwable {
    return callsOf(context)[STORED].invokeExact();
  }

  /** What a context was marked with; null if it was not. */
  Object mark(Object context) throws Throwable {
    return callsOf(context)[MARK].invokeExact(context);
  }

  /** A context as another, but marked. */
  Object withMark(Object context, Object mark) throws Throwable {
    return callsOf(context)[WITH_MARK].invokeExact(context, mark);
  }

  private static boolean isContext(String name) {
    return name.endsWith("io.opentelemetry." + CONTEXT);
  }

  private MethodHandle[] find(Class<?> context) throws ReflectiveOperationException {
    if (!context.isInterface()) {
      return new MethodHandle[0];
    }
    String name = context.getName();
    String root = name.substring(0, name.length() - CONTEXT.length());
    ClassLoader loader = context.getClassLoader();
    Class<?> span = Class.forName(root + "api.trace.Span", true, loader);
    Class<?> spanContext = Class.forName(root + "api.trace.SpanContext", true, loader);
    Class<?> flags = Class.forName(root + "api.trace.TraceFlags", true, loader);
    Class<?> state = Class.forName(root + "api.trace.TraceState", true, loader);
    Class<?> key = Class.forName(root + "context.ContextKey", true, loader);
    Class<?> keyed = Class.forName(root + "context.ImplicitContextKeyed", true, loader);
    Lookup lookup = MethodHandles.publicLookup();
    Method create = spanContext.getMethod("create", String.class, String.class, flags, state);
    MethodHandle make =
        MethodHandles.insertArguments(
            MethodHandles.filterReturnValue(
                lookup.unreflect(create), lookup.unreflect(span.getMethod("wrap", spanContext))),
            3,
            state.getMethod("getDefault").invoke(null));
    Object mark = key.getMethod("named", String.class).invoke(null, "gemba");
    MethodHandle[] found = new MethodHandle[CALLS];
    found[SPAN] = of(lookup, span.getMethod("fromContext", context));
    found[SPAN_CONTEXT] = of(lookup, span.getMethod("getSpanContext"));
    found[IS_VALID] = asking(lookup, spanContext.getMethod("isValid"), boolean.class);
    found[IS_SAMPLED] = asking(lookup, spanContext.getMethod("isSampled"), boolean.class);
    found[TRACE_ID] = asking(lookup, spanContext.getMethod("getTraceId"), String.class);
    found[SPAN_ID] = asking(lookup, spanContext.getMethod("getSpanId"), String.class);
    found[MAKE_SAMPLED] = withFlags(make, flags.getMethod("getSampled").invoke(null));
    found[MAKE_UNSAMPLED] = withFlags(make, flags.getMethod("getDefault").invoke(null));
    found[WITH_SPAN] = of(lookup, context.getMethod("with", keyed));
    found[ROOT] = of(lookup, context.getMethod("root"));
    found[STORED] = stored(Class.forName(root + "context.ThreadLocalContextStorage", true, loader));
    found[MARK] = erased(at(lookup.unreflect(context.getMethod("get", key)), mark));
    found[WITH_MARK] =
        erased(at(lookup.unreflect(context.getMethod("with", key, Object.class)), mark));
    return found;
  }

  private static MethodHandle at(MethodHandle method, Object key) {
    return MethodHandles.insertArguments(method, 1, key);
  }

  private static MethodHandle withFlags(MethodHandle make, Object flags) {
    MethodHandle bound = MethodHandles.insertArguments(make, 2, flags);
    return bound.asType(bound.type().changeReturnType(Object.class));
  }

  private static MethodHandle asking(Lookup lookup, Method method, Class<?> answer)
      throws IllegalAccessException {
    MethodHandle found = lookup.unreflect(method);
    return found.asType(found.type().erase().changeReturnType(answer));
  }

  private static MethodHandle of(Lookup lookup, Method method) throws IllegalAccessException {
    return erased(lookup.unreflect(method));
  }

  private static MethodHandle erased(MethodHandle method) {
    return method.asType(method.type().generic());
  }

  private MethodHandle stored(Class<?> storage) throws ReflectiveOperationException {
    Field instance = storage.getDeclaredField("INSTANCE");
    Method current = storage.getDeclaredMethod("current");
    opener.makeAccessible(instance, storage);
    opener.makeAccessible(current, storage);
    MethodHandle found = MethodHandles.lookup().unreflect(current).bindTo(instance.get(null));
    return erased(found);
  }
}
