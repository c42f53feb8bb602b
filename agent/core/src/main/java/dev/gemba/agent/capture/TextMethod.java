package dev.gemba.agent.capture;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Collections;

/**
 * A method by its name, that takes one or two texts, on receivers of any class; looked up as in
 * {@link StepReader}. Safe for use by all threads.
 */
@SuppressWarnings("ReferenceEquality") // one handle stands for absence
public final class TextMethod {

  private final String name;
  private final int texts;
  private final MethodFinder finder;
  private final ClassValue<MethodHandle> handles =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          return find(type);
        }
      };

  private TextMethod(String name, int texts, ModuleOpener opener) {
    this.name = name;
    this.texts = texts;
    this.finder = new MethodFinder(opener);
  }

  /** A method that answers something for a text. */
  public static TextMethod reading(String name, ModuleOpener opener) {
    return new TextMethod(name, 1, opener);
  }

  /** A method that sets what goes by a text to another. */
  public static TextMethod writing(String name, ModuleOpener opener) {
    return new TextMethod(name, 2, opener);
  }

  /**
   * What the method answers.
   *
   * @throws NoSuchMethodException if the receiver's class has no such method
   * @throws Throwable whatever the method throws
   */
  public Object read(Object receiver, String text) throws Throwable {
    return of(receiver).invokeExact(receiver, text);
  }

  /**
   * Calls the method.
   *
   * @throws NoSuchMethodException if the receiver's class has no such method
   * @throws Throwable whatever the method throws
   */
  public void write(Object receiver, String text, String value) throws Throwable {
    Object ignored = of(receiver).invokeExact(receiver, text, value);
  }

  private MethodHandle of(Object receiver) throws NoSuchMethodException {
    MethodHandle handle = handles.get(receiver.getClass());
    if (handle == MethodFinder.MISSING) {
      throw new NoSuchMethodException(receiver.getClass().getName() + "." + name);
    }
    return handle;
  }

  private MethodHandle find(Class<?> type) {
    try {
      MethodHandle found = finder.find(type, name, texts, texts == 1);
      MethodType erased =
          MethodType.genericMethodType(1)
              .appendParameterTypes(Collections.nCopies(texts, String.class));
      return found == null ? MethodFinder.MISSING : found.asType(erased);
    } catch (IllegalAccessException e) {
      return MethodFinder.MISSING;
    }
  }
}
