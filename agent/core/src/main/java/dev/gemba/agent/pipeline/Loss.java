package dev.gemba.agent.pipeline;

/** Why spans never reach a server. */
enum Loss {
  /** More of them waited than memory allows. */
  QUEUE_FULL("exporter-queue"),
  /** The exporter failed in a way that another try would not mend. */
  REFUSED("exporter"),
  /** The server left them out of a request that it accepted. */
  REJECTED("exporter-rejected"),
  /** They still waited when the exporter had to end. */
  SHUTDOWN("exporter-shutdown"),
  /** The exporter could not be opened. */
  OFF("exporter-off"),
  /** They were the oldest in a spool that was full. */
  SPOOL_FULL("exporter-spool-full"),
  /** They were in a record that a kill or a broken disk has left in pieces. */
  SPOOL_UNREADABLE("exporter-spool-unreadable");

  /** As in {@code gemba.dropped}, where the exporter's name follows after a colon. */
  final String reason;

  Loss(String reason) {
    this.reason = reason;
  }
}
