package dev.gemba.agent.capture;

/** Makes the members of a class accessible to Gemba although its module does not open them. */
@FunctionalInterface
public interface ModuleOpener {

  /**
   * Opens the package of a class to this module.
   *
   * @throws RuntimeException if that cannot be had
   */
  void open(Class<?> type);
}
