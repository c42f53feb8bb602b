package dev.gemba.agent.capture;

import dev.gemba.agent.config.ValuePath.Step;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Locale;

/**
 * Takes one step of a path, on receivers of any class. How it is taken is looked up once for each
 * class and remembered with the class, in types of the JDK only, so that nothing here keeps the
 * class, or the class this loader, from going. Safe for use by all threads.
 */
@SuppressWarnings("ReferenceEquality") // one handle stands for absence
final class StepReader {

  private static final MethodType READ = MethodType.methodType(Object.class, Object.class);
  private static final MethodHandle ARRAY_LENGTH = arrayLength();

  private final Step step;
  private final MethodFinder finder;
  private final ClassValue<MethodHandle> handles =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          return find(type);
        }
      };

  StepReader(Step step, ModuleOpener opener) {
    this.step = step;
    this.finder = new MethodFinder(opener);
  }

  /**
   * The value one step on.
   *
   * @throws NoSuchFieldException if the receiver's class has no such member
   * @throws Throwable whatever the member throws
   */
  Object read(Object receiver) throws Throwable {
    MethodHandle handle = handles.get(receiver.getClass());
    if (handle == MethodFinder.MISSING) {
      throw new NoSuchFieldException(step + " of " + receiver.getClass().getName());
    }
    return handle.invokeExact(receiver);
  }

  private MethodHandle find(Class<?> type) {
    try {
      if (type.isArray() && !step.call() && step.name().equals("length")) {
        return ARRAY_LENGTH;
      }
      MethodHandle found = step.call() ? null : field(type, step.name());
      if (found == null) {
        found = method(type);
      }
      if (found == null && !step.call()) {
        String property =
            step.name().substring(0, 1).toUpperCase(Locale.ROOT) + step.name().substring(1);
        found = finder.find(type, "get" + property, 0, true);
        found = found != null ? found : finder.find(type, "is" + property, 0, true);
      }
      return found != null ? found.asType(READ) : MethodFinder.MISSING;
    } catch (IllegalAccessException e) {
      return MethodFinder.MISSING;
    }
  }

  private MethodHandle field(Class<?> type, String name) throws IllegalAccessException {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
          finder.makeAccessible(field, c);
          return MethodHandles.lookup().unreflectGetter(field);
        }
      }
    }
    return null;
  }

  private MethodHandle method(Class<?> type) throws IllegalAccessException {
    String text = step.text();
    MethodHandle found = finder.find(type, step.name(), text == null ? 0 : 1, true);
    return found == null || text == null ? found : MethodHandles.insertArguments(found, 1, text);
  }

  private static MethodHandle arrayLength() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(Array.class, "getLength", MethodType.methodType(int.class, Object.class))
          .asType(READ);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("java.lang.reflect.Array.getLength", e);
    }
  }
}
