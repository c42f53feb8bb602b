package dev.gemba.agent.trace;

import dev.gemba.bootstrap.TraceContext;

/**
 * Takes the trace in that a library's message comes with, and hands it on with one that goes out,
 * where that is more than to read or set headers. Stateless but for caches; for all threads. What
 * it throws is contained and counted.
 */
interface Carrier {

  /** The trace that a message carries on; null if none. */
  default TraceContext carriedIn(Object[] arguments, TraceHeaders formats) throws Throwable {
    return null;
  }

  /**
   * Hands a trace on.
   *
   * @param arguments the method gets what stands in here afterwards, but for primitives
   */
  default void carryOut(Object[] arguments, TraceContext context, TraceHeaders formats)
      throws Throwable {}
}
