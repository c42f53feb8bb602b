package dev.gemba.agent.capture;

import dev.gemba.agent.config.ValuePath;

/** Follows a path from a call to a value. Safe for use by all threads. */
public final class PathReader {

  private static final int LONGEST_TEXT = 256;

  private final ValuePath path;
  private final StepReader[] steps;

  /** A reader of one path. */
  public PathReader(ValuePath path, ModuleOpener opener) {
    this.path = path;
    this.steps =
        path.steps().stream().map(step -> new StepReader(step, opener)).toArray(StepReader[]::new);
  }

  /** True if the value is known on normal exits only. */
  public boolean needsReturn() {
    return path.root() == ValuePath.Root.RETURN;
  }

  /**
   * The value; null if it, or anything on the way to it, is null.
   *
   * @throws Throwable whatever the application's members throw, or that there is no such member
   */
  public Object read(Object self, Object[] arguments, Object returned) throws Throwable {
    Object value =
        switch (path.root()) {
          case THIS -> self;
          case RETURN -> returned;
          case ARGUMENT -> argument(arguments);
        };
    for (int i = 0; i < steps.length && value != null; i++) {
      value = steps[i].read(value);
    }
    return value;
  }

  private Object argument(Object[] arguments) throws NoSuchFieldException {
    if (path.argument() >= arguments.length) {
      throw new NoSuchFieldException(path + ": the method has " + arguments.length + " arguments");
    }
    return arguments[path.argument()];
  }

  /** A value as an attribute: a Boolean, Long, Double or a text of 256 characters at most. */
  public static Object toAttribute(Object value) {
    if (value == null || value instanceof Boolean || value instanceof Long) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    String text = value.toString();
    return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
