package dev.gemba.agent.govern;

/**
 * What Gemba holds in the JVM at a moment. Immutable.
 *
 * @param nanoTime the moment, on a clock that only goes forward
 * @param heapBytes that its data take, by estimate
 * @param threads that it has
 * @param errors of its own so far: advice that failed, classes that could not be woven, turns of
 *     the collector that failed
 */
public record Vitals(long nanoTime, long heapBytes, int threads, long errors) {}
