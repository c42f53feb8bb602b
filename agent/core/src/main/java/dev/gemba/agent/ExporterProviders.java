package dev.gemba.agent;

import dev.gemba.agent.config.AgentConfig;
import dev.gemba.agent.config.ExporterSection;
import dev.gemba.agent.pipeline.Pipeline;
import dev.gemba.api.export.ExporterProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The exporters of this build. */
final class ExporterProviders {

  private final Map<String, ExporterProvider> byName = new TreeMap<>();

  ExporterProviders() {
    for (ExporterProvider provider :
        ServiceLoader.load(ExporterProvider.class, Agent.class.getClassLoader())) {
      byName.put(provider.name(), provider);
    }
  }

  /** What the config may say of each. */
  Map<String, Set<String>> keys() {
    Map<String, Set<String>> keys = new TreeMap<>();
    byName.forEach((name, provider) -> keys.put(name, keysOf(provider)));
    return keys;
  }

  private static Set<String> keysOf(ExporterProvider provider) {
    Set<String> keys = new TreeSet<>(provider.keys());
    if (provider.takesSpans()) {
      keys.addAll(Pipeline.KEYS);
    }
    return keys;
  }

  /** Those that a config asks for, with their options. */
  Map<ExporterProvider, Map<String, String>> askedForBy(AgentConfig config) {
    Map<ExporterProvider, Map<String, String>> asked = new LinkedHashMap<>();
    if (config.enabled()) {
      for (ExporterSection section : config.exporters().values()) {
        asked.put(byName.get(section.name()), section.values());
      }
    }
    return asked;
  }
}
