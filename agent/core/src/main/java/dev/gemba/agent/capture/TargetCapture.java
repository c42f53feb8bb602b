package dev.gemba.agent.capture;

import dev.gemba.agent.config.Dimension;
import dev.gemba.agent.config.OperationName;
import dev.gemba.agent.config.Target;
import dev.gemba.agent.config.ValuePath;
import dev.gemba.bootstrap.Capture;
import dev.gemba.bootstrap.Drop;
import dev.gemba.bootstrap.Measure;
import dev.gemba.bootstrap.Recorder;
import dev.gemba.bootstrap.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Captures what a target of the config asks for. Immutable; a failure costs one value only. */
public final class TargetCapture extends Capture {

  /** Receivers' classes kept apart for one method; lambdas and proxies can be any number. */
  private static final int MAX_TYPES = 50;

  private record Dimensions(String name, PathReader path, Dimension dimension) {

    /** The attribute's value; null if there is none. */
    String text(Object value) {
      if (value == null) {
        return null;
      }
      return dimension.steps().isEmpty()
          ? String.valueOf(PathReader.toAttribute(value))
          : dimension.nameOf(numberOf(value));
    }
  }

  private record Attribute(String name, PathReader path) {}

  /**
   * A measure.
   *
   * @param fixed null if the operation depends on the receiver's class
   */
  private record Measured(String name, PathReader path, Measure fixed) {

    Measure of(String operation) {
      return fixed != null ? fixed : Measure.of(name, operation);
    }
  }

  private final List<Attribute> attributes = new ArrayList<>();
  private final List<Dimensions> dimensions = new ArrayList<>();
  private final List<Measured> measures = new ArrayList<>();
  private final AtomicInteger types = new AtomicInteger();
  private final ClassValue<Series> perType;

  private TargetCapture(Target target, String declaringName, String method, ModuleOpener opener) {
    OperationName operation = target.operation();
    for (Map.Entry<String, ValuePath> e : target.attributes().entrySet()) {
      attributes.add(new Attribute(e.getKey(), new PathReader(e.getValue(), opener)));
    }
    for (Map.Entry<String, Dimension> e : target.dimensions().entrySet()) {
      PathReader path = new PathReader(e.getValue().of(), opener);
      dimensions.add(new Dimensions(e.getKey(), path, e.getValue()));
    }
    String name = operation.perType() ? null : operation.resolve(declaringName, method);
    for (Map.Entry<String, ValuePath> e : target.measures().entrySet()) {
      Measure fixed = name == null ? null : Measure.of(e.getKey(), name);
      measures.add(new Measured(e.getKey(), new PathReader(e.getValue(), opener), fixed));
    }
    this.perType =
        !operation.perType()
            ? null
            : new ClassValue<>() {
              @Override
              protected Series computeValue(Class<?> type) {
                boolean hasRoom = types.incrementAndGet() <= MAX_TYPES;
                String typeName = hasRoom ? OperationName.simpleName(type.getName()) : "other";
                return Series.of(operation.resolve(declaringName, method, typeName));
              }
            };
  }

  /**
   * What a method of a target captures; null if the target asks for no values.
   *
   * @param declaringName simple name of the class that declares the method
   */
  public static TargetCapture of(
      Target target, String declaringName, String method, ModuleOpener opener) {
    return isNeededBy(target) ? new TargetCapture(target, declaringName, method, opener) : null;
  }

  /** Whether a target asks for values. */
  public static boolean isNeededBy(Target target) {
    return target.operation().perType()
        || !target.attributes().isEmpty()
        || !target.dimensions().isEmpty()
        || !target.measures().isEmpty();
  }

  @Override
  protected Series series(
      Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
    Series narrowed = perType != null && self != null ? perType.get(self.getClass()) : series;
    for (Dimensions d : dimensions) {
      String text = null;
      try {
        text = d.text(read(d.path, self, arguments, returned, thrown));
      } catch (Throwable e) {
        failed(e);
      }
      if (text != null) {
        narrowed = narrowed.child(d.name, text, Recorder.current());
      }
    }
    return narrowed;
  }

  @Override
  protected void measure(
      Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
    for (Measured m : measures) {
      try {
        Object value = read(m.path, self, arguments, returned, thrown);
        if (value != null) {
          double number = numberOf(value);
          Measure measure = m.of(series.operation);
          Recorder.current().measure(measure, number);
        }
      } catch (Throwable e) {
        failed(e);
      }
    }
  }

  @Override
  protected Object[] attributes(
      Object self, Object[] arguments, Object returned, Throwable thrown) {
    Object[] pairs = new Object[2 * attributes.size()];
    for (int i = 0; i < attributes.size(); i++) {
      Attribute a = attributes.get(i);
      pairs[2 * i] = a.name;
      try {
        pairs[2 * i + 1] = PathReader.toAttribute(read(a.path, self, arguments, returned, thrown));
      } catch (Throwable e) {
        failed(e);
      }
    }
    return pairs;
  }

  private static Object read(
      PathReader path, Object self, Object[] arguments, Object returned, Throwable thrown)
      throws Throwable {
    return thrown != null && path.needsReturn() ? null : path.read(self, arguments, returned);
  }

  private static double numberOf(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(value.getClass() + " is no number");
  }

  private static void failed(Throwable ignored) {
    // The application's getter threw, or is not there: the call itself must not notice.
    Recorder.current().drop(Drop.CAPTURE_FAILURE);
  }
}
