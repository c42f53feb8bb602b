package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.Supertypes;
import dev.gemba.bootstrap.TraceContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/**
 * Has an event of Logback's show the ids of the span that it is written in, as if they were in the
 * MDC; the application's own stays as it is. On the thread that logs, before any appender has the
 * event: what writes it later on another thread finds them there. Safe for use by all threads.
 */
final class LogbackIds implements Exchange {

  private static final String EVENT = "ch.qos.logback.classic.spi.LoggingEvent";

  /** Places of what is called, in the array that stands for a class of events. */
  private static final int GET = 0;

  private static final int SET = 1;
  private static final int CALLS = 2;

  private final ModuleOpener opener;

  /** By the class of events; empty if it is none whose properties are found. */
  private final ClassValue<MethodHandle[]> calls =
      new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
          try {
            return find(type);
          } catch (ReflectiveOperationException e) {
            // Another version: its events have no ids.
            return new MethodHandle[0];
          }
        }
      };

  LogbackIds(ModuleOpener opener) {
    this.opener = opener;
  }

  @Override
  public void taken(Object self, Object[] arguments) throws Throwable {
    TraceContext span = TraceContext.shownNow();
    Object event = arguments[0];
    if (span == null || event == null) {
      return;
    }
    MethodHandle[] found = calls.get(event.getClass());
    if (found.length == CALLS) {
      show(span, event, found);
    }
  }

  private static void show(TraceContext span, Object event, MethodHandle[] found) throws Throwable {
    Map<?, ?> own = (Map<?, ?>) found[GET].invokeExact(event);
    if (own.containsKey(LogIds.TRACE_ID)) {
      // Somebody else sees to it.
      return;
    }
    Map<Object, Object> all = new HashMap<>(own);
    LogIds.tell(span, all::put);
    found[SET].invokeExact(event, (Map<?, ?>) all);
  }

  private MethodHandle[] find(Class<?> type) throws ReflectiveOperationException {
    Class<?> event = Supertypes.find(type, EVENT::equals);
    if (event == null) {
      return new MethodHandle[0];
    }
    Field properties = event.getDeclaredField("mdcPropertyMap");
    opener.makeAccessible(properties, event);
    Lookup lookup = MethodHandles.lookup();
    MethodHandle[] found = new MethodHandle[CALLS];
    MethodHandle get = MethodHandles.publicLookup().unreflect(event.getMethod("getMDCPropertyMap"));
    found[GET] = get.asType(get.type().changeParameterType(0, Object.class));
    MethodHandle set = lookup.unreflectSetter(properties);
    found[SET] = set.asType(set.type().changeParameterType(0, Object.class));
    return found;
  }
}
