package dev.gemba.agent.capture;

import java.util.function.Predicate;

/** Looks for a library's type among those that a class of anybody's is of. */
public final class Supertypes {

  private Supertypes() {}

  /**
   * The class itself, one that it extends, or an interface that any of these implements.
   *
   * @param name whether a name is the one looked for, as {@link Class#getName()} has it
   * @return null if there is none
   */
  public static Class<?> find(Class<?> type, Predicate<String> name) {
    if (type == null || name.test(type.getName())) {
      return type;
    }
    Class<?> found = find(type.getSuperclass(), name);
    for (Class<?> implemented : type.getInterfaces()) {
      found = found != null ? found : find(implemented, name);
    }
    return found;
  }
}
