package dev.gemba.agent.trace;

import java.util.function.BiConsumer;

/** Makes of a library's call what its pack records. Stateless but for caches; for all threads. */
interface Enricher {

  /** The operation of a call that is over; null for the target's own. */
  String operation(EndedCall call);

  /**
   * Adds attributes to those that the target names.
   *
   * @param sink takes a name and a String, Boolean, Long or Double; null is no attribute
   */
  default void enrich(EndedCall call, BiConsumer<String, Object> sink) {}

  /** What the call failed with although its method returned; null if it did not. */
  default String errorType(EndedCall call) {
    return null;
  }
}
