package dev.gemba.agent.capture;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Finds methods of any class that take nothing but texts. Safe for use by all threads. */
final class MethodFinder {

  /** Stands for a member that a class does not have, where what was found is remembered. */
  static final MethodHandle MISSING =
      MethodHandles.dropArguments(MethodHandles.constant(Object.class, null), 0, Object.class);

  private final ModuleOpener opener;

  MethodFinder(ModuleOpener opener) {
    this.opener = opener;
  }

  /**
   * A method of a class or of what it extends. A declaration that is public and exported is
   * preferred, as it needs nothing opened.
   *
   * @param texts how many it takes
   * @param answers whether it must return something
   * @return null if there is none
   */
  MethodHandle find(Class<?> type, String name, int texts, boolean answers)
      throws IllegalAccessException {
    for (Method method : type.getMethods()) {
      Method open = isMeant(method, name, texts, answers) ? publicDeclaration(type, method) : null;
      if (open != null) {
        return MethodHandles.publicLookup().unreflect(open);
      }
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (isMeant(method, name, texts, answers)) {
          makeAccessible(method, c);
          return MethodHandles.lookup().unreflect(method);
        }
      }
    }
    return null;
  }

  void makeAccessible(AccessibleObject member, Class<?> declaring) {
    opener.makeAccessible(member, declaring);
  }

  private static Method publicDeclaration(Class<?> type, Method method) {
    if (type == null) {
      return null;
    }
    if (Modifier.isPublic(type.getModifiers())
        && type.getModule().isExported(type.getPackageName())) {
      try {
        return type.getMethod(method.getName(), method.getParameterTypes());
      } catch (NoSuchMethodException ignored) {
        // Not known at this level of the hierarchy; another may.
      }
    }
    Method found = publicDeclaration(type.getSuperclass(), method);
    for (Class<?> implemented : type.getInterfaces()) {
      found = found != null ? found : publicDeclaration(implemented, method);
    }
    return found;
  }

  private static boolean isMeant(Method method, String name, int texts, boolean answers) {
    if (!method.getName().equals(name)
        || method.getParameterCount() != texts
        || (answers && method.getReturnType() == void.class)
        || Modifier.isStatic(method.getModifiers())) {
      return false;
    }
    for (Class<?> parameter : method.getParameterTypes()) {
      if (!parameter.isAssignableFrom(String.class)) {
        return false;
      }
    }
    return true;
  }
}
