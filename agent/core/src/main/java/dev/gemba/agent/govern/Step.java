package dev.gemba.agent.govern;

import java.time.Instant;

/**
 * A change that the {@link Governor} made. Immutable.
 *
 * @param subject name of an operation, in which <code>{type}</code> stands for any receiver, or
 *     what {@link Throttle} names
 * @param from what was recorded before, for people
 * @param to what is recorded since, likewise
 * @param down whether that is less
 * @param reason for people
 */
public record Step(
    Instant at, String subject, String from, String to, boolean down, String reason) {}
