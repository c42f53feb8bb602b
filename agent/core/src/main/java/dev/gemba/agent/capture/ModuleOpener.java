package dev.gemba.agent.capture;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;

/** Makes the members of a class accessible to Gemba although its module does not open them. */
@FunctionalInterface
public interface ModuleOpener {

  /**
   * Opens the package of a class to this module.
   *
   * @throws RuntimeException if that cannot be had
   */
  void open(Class<?> type);

  /**
   * Has a member be read or called although it is hidden.
   *
   * @throws RuntimeException if that cannot be had
   */
  default void makeAccessible(AccessibleObject member, Class<?> declaring) {
    try {
      member.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      open(declaring);
      member.setAccessible(true);
    }
  }
}
