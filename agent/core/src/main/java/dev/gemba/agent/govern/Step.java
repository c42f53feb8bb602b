package dev.gemba.agent.govern;

import java.time.Instant;

/**
 * A change of an operation's capture level by the {@link Governor}. Immutable.
 *
 * @param operation its name, in which <code>{type}</code> stands for any receiver
 * @param from level of {@link dev.gemba.bootstrap.Probe}
 * @param to likewise
 * @param reason for people
 */
public record Step(Instant at, String operation, int from, int to, String reason) {

  /** Whether less is recorded than before. */
  public boolean isDown() {
    return to < from;
  }
}
