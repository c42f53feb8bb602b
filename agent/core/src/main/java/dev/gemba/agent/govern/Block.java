package dev.gemba.agent.govern;

/**
 * What one block of windows of a {@link TruthCheck} came to: as long lit as dim, in an order that a
 * steady trend does not favour. Immutable.
 *
 * @param litNanos CPU of the application while probes were lit
 * @param litCalls made meanwhile
 * @param dimNanos CPU of the application while calls were counted only
 * @param dimCalls made meanwhile
 */
record Block(double litNanos, double litCalls, double dimNanos, double dimCalls) {}
