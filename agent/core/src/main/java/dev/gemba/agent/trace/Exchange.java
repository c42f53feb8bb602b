package dev.gemba.agent.trace;

/**
 * Exchanges what a library's method takes, or what it returns. Called by application threads, of
 * any number; what it throws is contained and counted, and the call goes on with its own values.
 */
interface Exchange {

  /**
   * A call begins.
   *
   * @param arguments the method gets what stands in here afterwards, but for primitives
   */
  default void taken(Object self, Object[] arguments) throws Throwable {}

  /**
   * A call ends.
   *
   * @param probe id of the method's
   * @param returned null for void
   * @return what is returned instead
   */
  default Object given(int probe, Object self, Object[] arguments, Object returned)
      throws Throwable {
    return returned;
  }
}
