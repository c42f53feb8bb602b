package dev.gemba.agent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What Gemba is asked to do. Immutable; holds only what is valid, so nothing in here needs a second
 * look.
 *
 * @param enabled false if Gemba is to do nothing at all
 * @param service name of the service; {@code unknown_service:java} if nobody gave one, as
 *     OpenTelemetry has it
 * @param resourceAttributes attributes of the process from {@code OTEL_RESOURCE_ATTRIBUTES}, and
 *     {@code service.name}
 * @param overheadRatio share of the process's CPU that Gemba may use, above 0 to 1; empty to
 *     measure it only. Has no effect in this version
 * @param sampling which whole traces are kept
 * @param targets in the order of the config; the first that matches a method decides. Then those of
 *     {@code OTEL_INSTRUMENTATION_METHODS_INCLUDE}, and last {@code @Measured}
 * @param packs names of the packs that are on
 * @param propagation formats in which traces are handed on to other processes
 * @param profile what is sampled all the time
 * @param exporters those that are on, by name, in the order of the config
 */
public record AgentConfig(
    boolean enabled,
    String service,
    Map<String, String> resourceAttributes,
    OptionalDouble overheadRatio,
    Sampling sampling,
    List<Target> targets,
    List<String> packs,
    List<String> propagation,
    Profile profile,
    Map<String, ExporterSection> exporters) {

  public AgentConfig {
    resourceAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(resourceAttributes));
    targets = List.copyOf(targets);
    packs = List.copyOf(packs);
    propagation = List.copyOf(propagation);
    exporters = Collections.unmodifiableMap(new LinkedHashMap<>(exporters));
  }

  /** The same without targets and exporters: what is left of a config that cannot be read. */
  AgentConfig weavingNothing() {
    return new AgentConfig(
        enabled,
        service,
        resourceAttributes,
        overheadRatio,
        sampling,
        List.of(),
        List.of(),
        propagation,
        profile,
        Map.of());
  }
}
