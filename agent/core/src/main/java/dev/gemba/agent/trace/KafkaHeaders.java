package dev.gemba.agent.trace;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * The headers of Kafka's records, of any copy of its library in the process. Keeps nothing of the
 * application from going. Safe for use by all threads.
 */
final class KafkaHeaders {

  private static final String HEADERS = "org.apache.kafka.common.header.Headers";
  private static final String HEADER = "org.apache.kafka.common.header.Header";

  /** Places of what is called, in the array that stands for one copy of the library. */
  private static final int LAST = 0;

  private static final int VALUE = 1;
  private static final int REMOVE = 2;
  private static final int ADD = 3;
  private static final int CALLS = 4;

  /** By the class of a record or of headers, all of which see one library. */
  private final ClassValue<MethodHandle[]> calls =
      new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
          try {
            return find(type);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  /** The newest header of a name, as a text; null if there is none. */
  String read(Object headers, String name) throws Throwable {
    MethodHandle[] found = calls.get(headers.getClass());
    Object header = found[LAST].invokeExact(headers, name);
    byte[] value = header == null ? null : (byte[]) found[VALUE].invokeExact(header);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /**
   * Sets a header, in place of any that came along: a record that is passed on brings those of the
   * one that it is made of.
   *
   * @throws IllegalStateException if the headers are not to be changed any more
   */
  void write(Object headers, String name, String value) throws Throwable {
    MethodHandle[] found = calls.get(headers.getClass());
    found[REMOVE].invokeExact(headers, name);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    found[ADD].invokeExact(headers, name, bytes);
  }

  private static MethodHandle[] find(Class<?> type) throws ReflectiveOperationException {
    ClassLoader loader = type.getClassLoader();
    Class<?> headers = Class.forName(HEADERS, false, loader);
    Class<?> header = Class.forName(HEADER, false, loader);
    Lookup lookup = MethodHandles.publicLookup();
    MethodHandle[] found = new MethodHandle[CALLS];
    found[LAST] = of(lookup, headers.getMethod("lastHeader", String.class), Object.class);
    found[VALUE] = of(lookup, header.getMethod("value"), byte[].class);
    found[REMOVE] = of(lookup, headers.getMethod("remove", String.class), void.class);
    found[ADD] = of(lookup, headers.getMethod("add", String.class, byte[].class), void.class);
    return found;
  }

  /** Without Kafka's own types, which this cannot name. */
  private static MethodHandle of(Lookup lookup, Method method, Class<?> returned)
      throws IllegalAccessException {
    MethodHandle found = lookup.unreflect(method);
    return found.asType(
        found.type().changeParameterType(0, Object.class).changeReturnType(returned));
  }
}
