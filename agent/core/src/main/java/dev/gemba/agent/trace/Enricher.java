package dev.gemba.agent.trace;

import dev.gemba.bootstrap.Later;
import java.util.function.BiConsumer;

/** Makes of a library's call what its pack records. Stateless but for caches; for all threads. */
interface Enricher {

  /** A call begins, within no other of its family; false if it is none that counts. */
  default boolean isToBeRecorded(EndedCall call) throws Throwable {
    return true;
  }

  /** The operation of a call that is over; null for the target's own. */
  String operation(EndedCall call);

  /**
   * Adds attributes to those that the target names.
   *
   * @param sink takes a name and a String, Boolean, Long or Double; null is no attribute
   */
  default void enrich(EndedCall call, BiConsumer<String, Object> sink) {}

  /** True if a call goes on after its method has returned, in a way that this knows. */
  default boolean endsLater(EndedCall call) {
    return false;
  }

  /** Has a call that ends later be ended when it is over. */
  default void whenEnded(EndedCall call, Later later) throws Throwable {
    throw new UnsupportedOperationException("no call ends later");
  }

  /** What the call failed with although its method returned; null if it did not. */
  default String errorType(EndedCall call) {
    return null;
  }
}
