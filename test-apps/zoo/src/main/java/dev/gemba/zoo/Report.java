package dev.gemba.zoo;

import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a case saw, as lines on standard output. Used by one thread at a time. */
public final class Report {

  /**
   * Proxies are numbered through the whole JVM, so that the number tells only how many others have
   * made some.
   */
  private static final Pattern PROXY = Pattern.compile("\\$Proxy\\d+\\.");

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /** Something to be run for the exception that it may throw. */
  @FunctionalInterface
  public interface Action {
    void run() throws Throwable;
  }

  /** Something to be asked for its value, or for the exception that it may throw. */
  @FunctionalInterface
  public interface Question {
    Object ask() throws Throwable;
  }

  /** Asks and reports the answer, or which exception came instead from which lines. */
  public void answer(String what, Question question) {
    try {
      seen(what, question.ask());
    } catch (Throwable thrown) {
      trace(what, thrown);
    }
  }

  /** One observed value. */
  public void seen(String what, Object value) {
    out.println("  " + what + ": " + value);
  }

  /**
   * Runs the action and reports how it ended: normally, or with which exception from which lines.
   */
  public void ending(String what, Action action) {
    try {
      action.run();
      seen(what, "returned");
    } catch (Throwable thrown) {
      trace(what, thrown);
    }
  }

  /** An exception with its message, its stack as the application sees it, causes and suppressed. */
  public void trace(String what, Throwable thrown) {
    seen(what, "threw " + thrown.getClass().getName() + ": " + thrown.getMessage());
    for (StackTraceElement frame : thrown.getStackTrace()) {
      out.println("    at " + PROXY.matcher(frame.toString()).replaceAll("\\$Proxy."));
    }
    if (thrown.getCause() != null) {
      trace(what + " caused by", thrown.getCause());
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      trace(what + " suppressed", suppressed);
    }
  }

  /**
   * Everything that reflection tells about the class: an agent must not add, drop or alter a
   * member.
   */
  public void shape(Class<?> type) {
    String name = type.getSimpleName();
    seen("shape of " + name, Modifier.toString(type.getModifiers()) + " " + type.getName());
    seen(name + " extends", type.getGenericSuperclass());
    seen(name + " implements", Arrays.toString(type.getGenericInterfaces()));
    seen(name + " annotations", Arrays.toString(type.getAnnotations()));
    seen(name + " host and members", type.getNestHost() + " " + sorted(type.getNestMembers()));
    seen(name + " fields", sorted(type.getDeclaredFields(), Field::toGenericString));
    seen(name + " constructors", sorted(type.getDeclaredConstructors(), Report::signature));
    seen(name + " methods", sorted(type.getDeclaredMethods(), Report::signature));
  }

  private static String signature(Constructor<?> constructor) {
    return constructor.toGenericString() + Arrays.toString(constructor.getParameters());
  }

  private static String signature(Method method) {
    String kind = (method.isBridge() ? "bridge " : "") + (method.isSynthetic() ? "synthetic " : "");
    return kind + method.toGenericString() + Arrays.toString(method.getParameters());
  }

  private static String sorted(Class<?>... types) {
    return sorted(types, Class::getName);
  }

  private static <T> String sorted(T[] members, java.util.function.Function<T, String> text) {
    return Stream.of(members).map(text).sorted().toList().toString();
  }
}
