package dev.gemba.agent.govern;

import java.util.Map;

/**
 * What was done and used up to a moment of a {@link TruthCheck}. Immutable.
 *
 * @param nanos the moment, on a clock that only goes forward
 * @param calls of every operation
 * @param cpu likewise
 */
public record Reading(long nanos, Map<String, Long> calls, CpuTimes cpu) {

  public Reading {
    calls = Map.copyOf(calls);
  }
}
