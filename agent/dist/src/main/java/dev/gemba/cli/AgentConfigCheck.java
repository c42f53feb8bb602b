package dev.gemba.cli;

import dev.gemba.agent.config.ConfigLoader;
import dev.gemba.agent.config.ConfigSources;
import dev.gemba.agent.config.Problem.Severity;
import dev.gemba.api.export.ExporterProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Asks the agent's own config loader, with the exporters of this build. */
final class AgentConfigCheck implements ConfigCheck {

  @Override
  public List<Problem> problems(Path file) {
    return ConfigLoader.load(ConfigSources.ofFile(file.toString()), exporterKeys())
        .problems()
        .stream()
        .map(
            problem ->
                new Problem(
                    problem.severity() == Severity.ERROR,
                    problem.line(),
                    problem.key(),
                    problem.toString()))
        .toList();
  }

  private static Map<String, Set<String>> exporterKeys() {
    Map<String, Set<String>> keys = new TreeMap<>();
    ServiceLoader.load(ExporterProvider.class, AgentConfigCheck.class.getClassLoader())
        .forEach(provider -> keys.put(provider.name(), provider.keys()));
    return keys;
  }
}
