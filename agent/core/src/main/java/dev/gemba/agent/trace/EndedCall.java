package dev.gemba.agent.trace;

import dev.gemba.agent.capture.PathReader;
import dev.gemba.bootstrap.Drop;
import dev.gemba.bootstrap.Recorder;
import java.util.Map;

/** A call, mostly one that is over, and what can be read of it. For one thread. */
final class EndedCall {

  private final Map<String, PathReader> values;
  private final Object self;
  private final Object[] arguments;
  private final Object returned;
  private final Throwable thrown;

  /**
   * @param values the paths to what can be read, by name
   * @param arguments with one place more than the method takes
   */
  EndedCall(
      Map<String, PathReader> values,
      Object self,
      Object[] arguments,
      Object returned,
      Throwable thrown) {
    this.values = values;
    this.self = self;
    this.arguments = arguments;
    this.returned = returned;
    this.thrown = thrown;
  }

  Object self() {
    return self;
  }

  /** Null if the method takes none. */
  Object firstArgument() {
    return arguments.length > 1 ? arguments[0] : null;
  }

  Object returned() {
    return returned;
  }

  Throwable thrown() {
    return thrown;
  }

  /** Whether the target names a value so. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** A value by its name; null if there is none, or it cannot be read. */
  Object value(String name) {
    return read(name, arguments);
  }

  /** As {@link #value}, by a path that begins at another first argument than the call's. */
  Object valueOf(Object first, String name) {
    return read(name, new Object[] {first});
  }

  private Object read(String name, Object[] from) {
    PathReader path = values.get(name);
    if (path == null || (thrown != null && path.needsReturn())) {
      return null;
    }
    try {
      return path.read(self, from, returned);
    } catch (Throwable unreadable) {
      // A library of another version, or a request that is closed by now: the value is not known.
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
      return null;
    }
  }

  /** As {@link #value}, as a text. */
  String text(String name) {
    Object value = value(name);
    return value == null ? null : String.valueOf(value);
  }

  /** As {@link #value}, as a number; -1 if it is none. */
  int number(String name) {
    return value(name) instanceof Number number ? number.intValue() : -1;
  }
}
