package dev.gemba.api.export;

import java.util.Set;

/** Makes an exporter from its section of the config. Found with {@link java.util.ServiceLoader}. */
public interface ExporterProvider {

  /** The key under {@code exporters:} in the config. */
  String name();

  /** Keys that may stand in the section. Any other is reported as a problem. */
  Set<String> keys();

  /**
   * Whether it has a use for spans. If it has not, snapshots come without them, and none counts as
   * sent.
   */
  default boolean takesSpans() {
    return true;
  }

  /**
   * Opens the exporter: ports bound, directories made. Called from a thread of Gemba.
   *
   * @throws Exception with a message for the person who wrote the config: what was found, and what
   *     is accepted. The other exporters and the application go on.
   */
  Exporter open(ExporterOptions options) throws Exception;

  /**
   * Whether its exporter takes profiles out. Where none does, none are made: snapshots have none.
   */
  default boolean takesProfiles() {
    return false;
  }
}
