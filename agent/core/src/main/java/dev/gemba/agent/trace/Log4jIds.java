package dev.gemba.agent.trace;

import dev.gemba.bootstrap.TraceContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * Has an event of Log4j 2 show the ids of the span that it is written in, as if they were in the
 * thread's context map; the application's own stays as it is. Log4j gathers what an event shows on
 * the thread that logs, also where another one writes it. Safe for use by all threads.
 */
final class Log4jIds implements Exchange {

  private static final String UTIL = "org.apache.logging.log4j.util.";

  /** Places of what is called, in the array that stands for one copy of the library. */
  private static final int CONTAINS = 0;

  private static final int IS_FROZEN = 1;
  private static final int PUT = 2;
  private static final int FREEZE = 3;
  private static final int COPY = 4;
  private static final int CALLS = 5;

  /** By the class of what an event shows; empty if it is none that is known. */
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

  @Override
  public Object given(int probe, Object self, Object[] arguments, Object returned)
      throws Throwable {
    TraceContext span = TraceContext.shownNow();
    if (span == null || returned == null) {
      return returned;
    }
    MethodHandle[] found = calls.get(returned.getClass());
    return found.length == CALLS ? with(span, returned, found) : returned;
  }

  private static Object with(TraceContext span, Object shown, MethodHandle[] found)
      throws Throwable {
    if ((boolean) found[CONTAINS].invokeExact(shown, LogIds.TRACE_ID)) {
      // Somebody else sees to it.
      return shown;
    }
    boolean isShared = (boolean) found[IS_FROZEN].invokeExact(shown);
    Object all = isShared ? found[COPY].invokeExact(shown) : shown;
    LogIds.tell(
        span,
        (name, value) -> {
          found[PUT].invokeExact(all, name, (Object) value);
        });
    if (isShared) {
      found[FREEZE].invokeExact(all);
    }
    return all;
  }

  private static MethodHandle[] find(Class<?> type) throws ReflectiveOperationException {
    ClassLoader loader = type.getClassLoader();
    Class<?> readable = Class.forName(UTIL + "ReadOnlyStringMap", false, loader);
    Class<?> map = Class.forName(UTIL + "StringMap", false, loader);
    Class<?> copy = Class.forName(UTIL + "SortedArrayStringMap", false, loader);
    Lookup lookup = MethodHandles.publicLookup();
    MethodHandle[] found = new MethodHandle[CALLS];
    found[CONTAINS] = of(lookup.unreflect(readable.getMethod("containsKey", String.class)));
    found[IS_FROZEN] = of(lookup.unreflect(map.getMethod("isFrozen")));
    found[PUT] = of(lookup.unreflect(map.getMethod("putValue", String.class, Object.class)));
    found[FREEZE] = of(lookup.unreflect(map.getMethod("freeze")));
    found[COPY] =
        lookup
            .unreflectConstructor(copy.getConstructor(readable))
            .asType(MethodType.genericMethodType(1));
    return found;
  }

  private static MethodHandle of(MethodHandle method) {
    return method.asType(method.type().changeParameterType(0, Object.class));
  }
}
