package dev.gemba.agent.record;

import dev.gemba.api.export.Span;

/**
 * A span, and where its call ran: what is needed to find what was sampled meanwhile.
 *
 * @param threadId Java's id of the thread that began it and ended it; 0 if these were not the same,
 *     or the call went on while its thread did something else
 * @param startNanos by {@link System#nanoTime()}
 * @param endNanos likewise
 */
public record EndedSpan(Span span, long threadId, long startNanos, long endNanos) {}
