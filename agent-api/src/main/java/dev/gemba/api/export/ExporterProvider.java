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
   * Whether it has a use for metrics. If it has not, snapshots come without them, and those in
   * which nothing is left do not come at all.
   */
  default boolean takesMetrics() {
    return true;
  }

  /**
   * Whether its exporter takes profiles out. Where none does, none are made: snapshots have none.
   *
   * @param options of which nobody has said yet that they are right
   */
  default boolean takesProfiles(ExporterOptions options) {
    return false;
  }

  /**
   * Opens the exporter: ports bound, directories made. Called from a thread of Gemba.
   *
   * @throws Exception with a message for the person who wrote the config: what was found, and what
   *     is accepted. The other exporters and the application go on.
   */
  Exporter open(ExporterOptions options) throws Exception;
}
