package dev.gemba.agent.profile;

import java.time.Duration;

/**
 * A profile that somebody asks for.
 *
 * @param interval how much lies between two samples: nanoseconds, for {@link Event#ALLOC} bytes; of
 *     {@link Event#LOCK} the shortest wait that is sampled
 * @param length for how long samples are taken
 */
public record ProfileOrder(Event event, long interval, Duration length) {}
